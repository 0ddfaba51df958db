#!/bin/bash
# bench/s3.sh: what S3 costs, over HTTP, of a server on a data folder (--durability os) unless FLAGS say otherwise: PUT and
# GET of 1 KiB, 128 KiB and 8 MiB (1 and 64 connections) and of 1 GiB, of 8 MiB beside nginx's PUT of a file (DAV) and its
# sendfile in the same run; pages of listings at 1,000 and at KEYS (1,000,000) keys; the memory while GIB (5) GiB pass, at
# once and in parts; the aws CLI's cp of 1 GiB. CPU is the server's, a request. CAUCE_BINARY, SECONDS_EACH (3), ONLY (parts
# of: sizes listing memory cli) can be set.
set -eu
cd "$(dirname "$0")/.."
BINARY=${CAUCE_BINARY:-.build/release/cauce} SECONDS_EACH=${SECONDS_EACH:-3} KEYS=${KEYS:-1000000} GIB=${GIB:-5}
ONLY=${ONLY:-sizes listing memory cli}
command -v wrk >/dev/null && command -v nginx >/dev/null || {
  SUDO=$([ "$(id -u)" = 0 ] || echo sudo)
  $SUDO apt-get update -qq && $SUDO apt-get install -y -qq wrk nginx-light
}
# Both servers and the files that are sent lie on one file system.
OUT=$(mktemp -d)
PIDS=()
trap 'kill "${PIDS[@]}" 2>/dev/null; wait; rm -rf "$OUT"' EXIT
"$BINARY" serve --port 0 ${FLAGS:---data "$OUT/data" --durability os} >"$OUT/log" &
PID=$!
PIDS+=("$PID")
until grep -q '^Ready' "$OUT/log" 2>/dev/null; do sleep 0.05; done
URL=$(sed -n 's/.*\(http:\/\/127\.0\.0\.1:[0-9]*\).*/\1/p' "$OUT/log" | head -1)
AUTH='AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'
s3() { curl -sf -o /dev/null -H "Authorization: $AUTH" "$@"; }
for bucket in bench small large; do s3 -X PUT "$URL/$bucket"; done

mkdir -p "$OUT/web/bench"
user=$([ "$(id -u)" = 0 ] && echo 'user root;' || true)
cat >"$OUT/nginx.conf" <<CONF
$user worker_processes 1; daemon off; pid $OUT/nginx.pid; error_log $OUT/nginx.log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000; sendfile on; client_body_temp_path $OUT/web/tmp;
  server { listen 127.0.0.1:4598; root $OUT/web; client_max_body_size 0; client_body_buffer_size 128k;
    location / { dav_methods PUT; } } }
CONF
nginx -c "$OUT/nginx.conf" 2>/dev/null &
NGINX=$!
PIDS+=("$NGINX")
until curl -s -o /dev/null http://127.0.0.1:4598/; do sleep 0.05; done
WEB=http://127.0.0.1:4598

cat >"$OUT/put.lua" <<'LUA'
-- SIZE, BUCKET, PREFIX: keys in turn; KEYS_PUT of them, then the first again.
local size, bucket, prefix = tonumber(os.getenv("SIZE")), os.getenv("BUCKET"), os.getenv("PREFIX")
local most, body, n = tonumber(os.getenv("KEYS_PUT")), string.rep("x", size), 0
function request()
  n = n % most + 1
  local key = string.format("%s%03d-%07d", prefix, math.floor(n / 1000) % 1000, n)
  return wrk.format("PUT", "/" .. bucket .. "/" .. key, {Authorization = os.getenv("AUTH")}, body)
end
LUA
export AUTH SIZE BUCKET PREFIX KEYS_PUT=100000000

# The processor time of a process and its children, in ticks of 10 ms.
ticks() {
  local all=0 each
  for each in "$1" $(pgrep -P "$1"); do all=$((all + $(sed 's/.*) //' "/proc/$each/stat" | awk '{print $12+$13}'))); done
  echo "$all"
}
row() { # name process connections wrk-arguments...; the rate and the CPU are left in RATE and CPU
  local name=$1 process=$2 connections=$3 before
  shift 3
  before=$(ticks "$process")
  wrk -t1 -c"$connections" -d"${SECONDS_EACH}s" --timeout 20s --latency "$@" >"$OUT/wrk"
  read -r RATE CPU <<<"$(awk -v ticks=$(($(ticks "$process") - before)) '
    /requests in/ { count = $1 } /Requests\/sec/ { rate = $2 } END { printf "%.1f %.1f", rate, ticks * 10000 / count }' "$OUT/wrk")"
  awk -v name="$name" -v rate="$RATE" -v cpu="$CPU" '
    /50%/ { p50 = $2 } /99%/ { p99 = $2 } /Non-2xx|Socket errors/ { bad = $0 }
    END { printf "%-42s %10.1f /s  p50 %8s  p99 %8s  CPU %9.1f us %s\n", name, rate, p50, p99, cpu, bad }' "$OUT/wrk"
}
ratios() { # of two rates and two costs
  awk -v a="$1" -v b="$2" -v c="$3" -v d="$4" 'BEGIN { printf "%-42s rate %.2f x, CPU %.2f x nginx'"'"'s\n", "", a / b, c / d }'
}
sizes() {
  local size name rate cpu
  for size in "1024:1 KiB" "131072:128 KiB" "8388608:8 MiB"; do
    name=${size##*:} size=${size%%:*}
    head -c "$size" /dev/zero >"$OUT/web/bench/one"
    s3 -T "$OUT/web/bench/one" "$URL/bench/one-$size"
    # Large ones go over a few keys: else the disk is full soon.
    KEYS_PUT=$([ "$size" -gt 100000 ] && echo 64 || echo 100000000)
    for connections in 1 64; do
      SIZE=$size BUCKET=bench PREFIX=$connections-$size- row "PUT $name, $connections connections" "$PID" $connections \
        -s "$OUT/put.lua" "$URL"
      row "GET $name, $connections connections" "$PID" $connections -H "Authorization: $AUTH" "$URL/bench/one-$size"
    done
  done
  # Beside nginx, four connections, in turn.
  KEYS_PUT=64
  for _ in 1 2; do
    SIZE=8388608 BUCKET=bench PREFIX=n row "nginx PUT 8 MiB, 4 connections" "$NGINX" 4 -s "$OUT/put.lua" "$WEB"
    rate=$RATE cpu=$CPU
    SIZE=8388608 BUCKET=bench PREFIX=n row "PUT 8 MiB, 4 connections" "$PID" 4 -s "$OUT/put.lua" "$URL"
    ratios "$RATE" "$rate" "$CPU" "$cpu"
    row "nginx GET 8 MiB, 4 connections" "$NGINX" 4 "$WEB/bench/one"
    rate=$RATE cpu=$CPU
    row "GET 8 MiB, 4 connections" "$PID" 4 -H "Authorization: $AUTH" "$URL/bench/one-8388608"
    ratios "$RATE" "$rate" "$CPU" "$cpu"
  done
  truncate -s 1G "$OUT/file"
  seconds() { curl -sf -o /dev/null -w '%{time_total}' -H "Authorization: $AUTH" "$@"; }
  printf '%-42s %10s s\n' "PUT 1 GiB" "$(seconds -T "$OUT/file" "$URL/large/one")"
  printf '%-42s %10s s\n' "GET 1 GiB" "$(seconds "$URL/large/one")"
  rm -rf "$OUT/file" "$OUT"/web/bench
}

memory() {
  local before upload part etags="" number
  peak() { awk '/^'"$1"':/ { print int($2 / 1024) }' "/proc/$PID/status"; }
  told() {
    printf '%-42s %10s MiB more at the most (%s before)\n' "$1" "$(($(peak VmHWM) - before))" "$before"
  }
  truncate -s "${GIB}G" "$OUT/file"
  before=$(peak VmRSS)
  echo 5 >"/proc/$PID/clear_refs" 2>/dev/null || true
  s3 -T "$OUT/file" "$URL/large/five"
  told "memory while $GIB GiB come at once"
  s3 "$URL/large/five"
  told "and go out again"
  s3 -X DELETE "$URL/large/five"
  truncate -s 256M "$OUT/file"
  upload=$(curl -sf -X POST -H "Authorization: $AUTH" "$URL/large/parts?uploads" | sed -n 's/.*<UploadId>\([^<]*\).*/\1/p')
  for number in $(seq $((GIB * 4))); do
    part=$(curl -sf -D - -o /dev/null -H "Authorization: $AUTH" -T "$OUT/file" \
      "$URL/large/parts?partNumber=$number&uploadId=$upload" | tr -d '\r' | sed -n 's/^ETag: //Ip')
    etags="$etags<Part><PartNumber>$number</PartNumber><ETag>$part</ETag></Part>"
  done
  s3 -X POST -d "<CompleteMultipartUpload>$etags</CompleteMultipartUpload>" "$URL/large/parts?uploadId=$upload"
  s3 "$URL/large/parts"
  told "and in $((GIB * 4)) parts, and out again"
  s3 -X DELETE "$URL/large/parts"
  rm "$OUT/file"
}

cli() {
  command -v aws >/dev/null || return 0
  export AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
  local TIMEFORMAT=%R name
  truncate -s 1G "$OUT/file"
  name=$(aws --version 2>&1 | cut -d' ' -f1)
  printf '%-42s %10s s\n' "$name cp of 1 GiB up" \
    "$({ time aws --endpoint-url "$URL" s3 cp --only-show-errors "$OUT/file" s3://large/cli; } 2>&1)"
  printf '%-42s %10s s\n' "$name cp of 1 GiB down" \
    "$({ time aws --endpoint-url "$URL" s3 cp --only-show-errors s3://large/cli "$OUT/back"; } 2>&1)"
  cmp "$OUT/file" "$OUT/back"
  rm "$OUT/file" "$OUT/back"
}

fill() { # bucket keys
  local have=0
  until [ "$have" -ge "$2" ]; do
    SIZE=0 BUCKET=$1 PREFIX=k$have/ wrk -t1 -c16 -d"$(($2 / 50000 + 1))s" -s "$OUT/put.lua" "$URL" >"$OUT/fill"
    have=$((have + $(awk '/requests in/ { print $1 }' "$OUT/fill")))
  done
}
pages() { # bucket name
  local last each
  last=$(curl -sf -H "Authorization: $AUTH" "$URL/$1?list-type=2&max-keys=1000" | grep -o '<Key>[^<]*' | tail -1)
  for each in "first|list-type=2" "behind its middle|list-type=2&max-keys=500&start-after=${last#<Key>}" \
    "with a delimiter|list-type=2&delimiter=/" "version 1|marker=" "of versions|versions"; do
    row "$2: a page, ${each%%|*}" "$PID" 1 -H "Authorization: $AUTH" "$URL/$1?${each#*|}"
  done
}
listing() {
  # A regular file: of another curl does not know the length.
  : >"$OUT/empty"
  for n in $(seq 1000); do
    printf 'url = "%s/small/k%d/%04d"\nupload-file = "%s"\n' "$URL" $((n % 4)) "$n" "$OUT/empty"
  done >"$OUT/curl"
  curl -sf -H "Authorization: $AUTH" -K "$OUT/curl" >/dev/null
  pages small "1,000 keys"
  s3 -X PUT "$URL/many"
  KEYS_PUT=100000000 fill many "$KEYS"
  pages many "$KEYS keys"
}
for part in $ONLY; do "$part"; done
