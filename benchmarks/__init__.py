"""What the product promises in numbers, printed with the ceiling or the peer of the same run."""
