"""Django's usual entry; the same as the `prongsai` command."""

from config.cli import main

if __name__ == "__main__":
    main()
