-- One respondent after another: fetch the form, then send it. Usage: wrk -s … URL -- FILE PAUSE
local number = 0
function setup(thread)
  thread:set("id", number)
  number = number + 1
end

function init(args)
  flows, at, turn, pause = {}, id, 0, tonumber(args[2] or "0")
  for line in io.lines(args[1]) do flows[#flows + 1] = line end
  headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["Accept-Encoding"] = "gzip" }
  shown = { ["Accept-Encoding"] = "gzip" }
end

function request()
  turn = turn + 1
  if turn % 2 == 1 then
    at = at + 2
    path, body = flows[at % #flows + 1]:match("([^ ]*) (.*)")
    return wrk.format("GET", path, shown)
  end
  headers["X-Forwarded-For"] = "10." .. at % 251 .. "." .. math.floor(at / 251) % 251 .. ".7"
  return wrk.format("POST", path, headers, body)
end

function delay()
  return pause
end

function done(summary, latency, requests)
  io.write(string.format("p95 %.2fus\n", latency:percentile(95)))
end
