#!/bin/bash
# bench/s3.sh: what S3 costs, over HTTP, of a server on a data folder (--durability os) unless FLAGS say otherwise:
# PUT and GET of 128 KiB (1 and 64 connections) and of 1 GiB, pages of listings at 1,000 and at KEYS (1,000,000) keys, and
# the memory while 5 GiB pass. CAUCE_BINARY, SECONDS_EACH (3), KEYS and GIB (5) can be set.
set -eu
cd "$(dirname "$0")/.."
BINARY=${CAUCE_BINARY:-.build/release/cauce} SECONDS_EACH=${SECONDS_EACH:-3} KEYS=${KEYS:-1000000} GIB=${GIB:-5}
command -v wrk >/dev/null || {
  SUDO=$([ "$(id -u)" = 0 ] || echo sudo)
  $SUDO apt-get update -qq && $SUDO apt-get install -y -qq wrk
}
OUT=$(mktemp -d)
PID=
trap '[ -z "$PID" ] || kill "$PID" 2>/dev/null; wait; rm -rf "$OUT"' EXIT
"$BINARY" serve --port 0 ${FLAGS:---data "$OUT/data" --durability os} >"$OUT/log" &
PID=$!
until grep -q '^Ready' "$OUT/log" 2>/dev/null; do sleep 0.05; done
URL=$(sed -n 's/.*\(http:\/\/127\.0\.0\.1:[0-9]*\).*/\1/p' "$OUT/log" | head -1)
AUTH='AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'
s3() { curl -sf -o /dev/null -H "Authorization: $AUTH" "$@"; }
for bucket in bench small large; do s3 -X PUT "$URL/$bucket"; done

cat >"$OUT/put.lua" <<'LUA'
-- SIZE, BUCKET, PREFIX, COUNT: each thread writes keys of its own, in turn; COUNT ends the run.
local size, bucket, prefix = tonumber(os.getenv("SIZE")), os.getenv("BUCKET"), os.getenv("PREFIX")
local body, n = string.rep("x", size), 0
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
function request()
  n = n + 1
  local key = string.format("%s%d/%03d/%07d", prefix, id, math.floor(n / 1000) % 1000, n)
  return wrk.format("PUT", "/" .. bucket .. "/" .. key, {Authorization = os.getenv("AUTH")}, body)
end
LUA
export AUTH SIZE BUCKET PREFIX

row() { # name connections wrk-arguments...
  local name=$1 connections=$2
  shift 2
  wrk -t1 -c"$connections" -d"${SECONDS_EACH}s" --latency "$@" | awk -v name="$name" '
    /50%/ { p50 = $2 } /99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $0 }
    END { printf "%-44s %10.0f /s   p50 %8s   p99 %8s %s\n", name, rate, p50, p99, bad }'
}

SIZE=131072 BUCKET=bench PREFIX=a row "PUT 128 KiB, 1 connection" 1 -s "$OUT/put.lua" "$URL"
SIZE=131072 BUCKET=bench PREFIX=b row "PUT 128 KiB, 64 connections" 64 -s "$OUT/put.lua" "$URL"
head -c 131072 /dev/zero | s3 -T - -H 'Content-Length: 131072' -H 'Transfer-Encoding:' "$URL/bench/one"
row "GET 128 KiB, 1 connection" 1 -H "Authorization: $AUTH" "$URL/bench/one"
row "GET 128 KiB, 64 connections" 64 -H "Authorization: $AUTH" "$URL/bench/one"

truncate -s 1G "$OUT/file"
seconds() { curl -sf -o /dev/null -w '%{time_total}' -H "Authorization: $AUTH" "$@"; }
printf '%-44s %10s s\n' "PUT 1 GiB" "$(seconds -T "$OUT/file" "$URL/large/one")"
printf '%-44s %10s s\n' "GET 1 GiB" "$(seconds "$URL/large/one")"

memory() { awk '/^'"$1"':/ { print int($2 / 1024) }' "/proc/$PID/status"; }
truncate -s "${GIB}G" "$OUT/file"
before=$(memory VmRSS)
echo 5 >"/proc/$PID/clear_refs" 2>/dev/null || true
s3 -T "$OUT/file" "$URL/large/five"
s3 "$URL/large/five"
printf '%-44s %10s MiB more at the most (%s before)\n' "memory while $GIB GiB pass, up and down" \
  "$(($(memory VmHWM) - before))" "$before"
s3 -X DELETE "$URL/large/five"
rm "$OUT/file"

fill() { # bucket keys: one connection, so that the keys are in turn
  local have=0
  until [ "$have" -ge "$2" ]; do
    SIZE=0 BUCKET=$1 PREFIX=k$have- wrk -t1 -c16 -d"$(($2 / 50000 + 1))s" -s "$OUT/put.lua" "$URL" >"$OUT/fill"
    have=$((have + $(awk '/requests in/ { print $1 }' "$OUT/fill")))
  done
}
pages() { # bucket name
  local last
  last=$(curl -sf -H "Authorization: $AUTH" "$URL/$1?list-type=2&max-keys=1000" | grep -o '<Key>[^<]*' | tail -1)
  for each in "first|list-type=2" "behind the first 1,000|list-type=2&start-after=${last#<Key>}" \
    "with a delimiter|list-type=2&delimiter=/" "version 1|marker=" "of versions|versions"; do
    row "$2: a page, ${each%%|*}" 1 -H "Authorization: $AUTH" "$URL/$1?${each#*|}"
  done
}
# A regular file: of another curl does not know the length.
: >"$OUT/empty"
for n in $(seq 1000); do printf 'url = "%s/small/k%d/%04d"\nupload-file = "%s"\n' "$URL" $((n % 4)) "$n" "$OUT/empty"; done >"$OUT/curl"
curl -sf -H "Authorization: $AUTH" -K "$OUT/curl" >/dev/null
pages small "1,000 keys"
s3 -X PUT "$URL/many"
fill many "$KEYS"
pages many "$KEYS keys"
