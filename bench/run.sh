#!/bin/bash
# bench/run.sh [ONLY]: a server in memory, one with --data on each durability, and nginx beside them, in one run. For each
# workload (those that match the pattern ONLY): requests a second, p50 and p99 in ms, server CPU in µs a request, and the
# ratios to nginx answering a constant of the same run; then one connection's latency, HTTP/2 and TLS against our own plain
# HTTP/1.1, and the size, the start and the memory at rest. SECONDS_EACH (2) and CONNECTIONS (32) can be set.
set -eu
cd "$(dirname "$0")/.."
ONLY=${1:-.} SECONDS_EACH=${SECONDS_EACH:-2} CONNECTIONS=${CONNECTIONS:-32}
command -v wrk >/dev/null && command -v nginx >/dev/null && command -v h2load >/dev/null || {
  SUDO=$([ "$(id -u)" = 0 ] || echo sudo)
  $SUDO apt-get update -qq && $SUDO apt-get install -y -qq wrk nginx-light nghttp2-client
}
OUT=$(mktemp -d)
PIDS=()
trap 'kill "${PIDS[@]}" 2>/dev/null; wait; rm -rf "$OUT"' EXIT

# nginx: a constant like PutRecord's answer, and a file of 8 MiB.
head -c 8388608 /dev/zero >"$OUT/file"
# Started by root, nginx works as nobody, who may not read our folder.
user=$([ "$(id -u)" = 0 ] && echo "user root;" || true)
cat >"$OUT/nginx.conf" <<CONF
$user worker_processes 1; daemon off; pid $OUT/nginx.pid; error_log $OUT/nginx.log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000; sendfile on;
  server { listen 127.0.0.1:4597; root $OUT; client_max_body_size 64m;
    location = /file { }
    location / { default_type application/x-amz-json-1.1;
      return 200 '{"SequenceNumber":"49680502612299248662741888305156724383149787226860158978","ShardId":"shardId-000000000000"}'; } } }
CONF
nginx -c "$OUT/nginx.conf" 2>/dev/null &
PIDS+=($!)

start() { # name flags...: starts a server, seeds it, sets PORT and PID
  local name=$1
  shift
  .build/release/cauce serve --port 0 "$@" >"$OUT/$name" &
  PID=$!
  PIDS+=("$PID")
  until grep -q '^Ready' "$OUT/$name" 2>/dev/null; do sleep 0.02; done
  PORT=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$OUT/$name" | head -1)
}

post() { # service target content-type body
  curl -sf -o /dev/null "http://127.0.0.1:$PORT/" -H "Content-Type: $3" -H "X-Amz-Target: $2" \
    -H "Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/$1/aws4_request, SignedHeaders=host, Signature=0" \
    -d "$4"
}

seed() {
  post kinesis Kinesis_20131202.CreateStream application/x-amz-json-1.1 '{"StreamName":"bench","ShardCount":1}'
  post kinesis Kinesis_20131202.CreateStream application/x-amz-json-1.1 '{"StreamName":"bench-read","ShardCount":1}'
  for _ in 1 2; do
    post kinesis Kinesis_20131202.PutRecords application/x-amz-json-1.1 "{\"StreamName\":\"bench-read\",\"Records\":[$(
      for n in $(seq 100); do printf '%s{"Data":"%s","PartitionKey":"k"}' "$([ "$n" = 1 ] || echo ,)" "$(printf 'QUJD%.0s' {1..85})"; done)]}"
  done
  ITERATOR=$(curl -sf "http://127.0.0.1:$PORT/" -H 'Content-Type: application/x-amz-json-1.1' \
    -H 'X-Amz-Target: Kinesis_20131202.GetShardIterator' \
    -H 'Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0' \
    -d '{"StreamName":"bench-read","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"}' |
    sed 's/.*"ShardIterator":"\([^"]*\)".*/\1/')
  local key='"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]'
  post dynamodb DynamoDB_20120810.CreateTable application/x-amz-json-1.0 "{\"TableName\":\"bench\",\"BillingMode\":\"PAY_PER_REQUEST\",$key}"
  post dynamodb DynamoDB_20120810.CreateTable application/x-amz-json-1.0 '{"TableName":"bench-range","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"}],"KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"n","KeyType":"RANGE"}]}'
  for n in $(seq 0 99); do
    post dynamodb DynamoDB_20120810.PutItem application/x-amz-json-1.0 "{\"TableName\":\"bench\",\"Item\":{\"id\":{\"S\":\"seed-$n\"},\"name\":{\"S\":\"$(printf 'n%.0s' {1..100})\"},\"price\":{\"N\":\"12.5\"}}}"
    post dynamodb DynamoDB_20120810.PutItem application/x-amz-json-1.0 "{\"TableName\":\"bench-range\",\"Item\":{\"p\":{\"S\":\"p\"},\"n\":{\"N\":\"$n\"},\"name\":{\"S\":\"$(printf 'n%.0s' {1..100})\"}}}"
  done
  local sign='Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0'
  curl -sf -o /dev/null "http://127.0.0.1:$PORT/" -H "$sign" -d 'Action=CreateTopic&Version=2010-03-31&Name=bench'
  sign=${sign/sns/s3}
  curl -sf -o /dev/null -X PUT "http://127.0.0.1:$PORT/bench-bucket" -H "$sign"
  head -c 1024 "$OUT/file" >"$OUT/one-kib"
  curl -sf -o /dev/null -T "$OUT/one-kib" "http://127.0.0.1:$PORT/bench-bucket/one-kib" -H "$sign" -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD'
  curl -sf -o /dev/null -T "$OUT/file" "http://127.0.0.1:$PORT/bench-bucket/eight-0" -H "$sign" -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD'
}

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

measure() { # pid port workload argument [connections] -> "rate p50ms p99ms cpu errors"
  local connections=$CONNECTIONS before after line
  case $3 in *8M | File) connections=4 ;; esac
  connections=${5:-$connections}
  before=$(ticks "$1")
  line=$(wrk -t1 -c"$connections" -d"${SECONDS_EACH}s" --timeout 20s -s bench/requests.lua "http://127.0.0.1:$2" -- "$3" "$4" | grep RESULT)
  after=$(ticks "$1")
  echo "$line" | awk -v t=$((after - before)) \
    '{printf "%.0f %.3f %.3f %.1f %d", $2 / $3, $4 / 1000, $5 / 1000, $2 ? t * 10000 / $2 : 0, $6}'
}

# nginx's worker does the work; its master comes first and forks it.
until NGINX=$(pgrep -P "${PIDS[0]}" | head -1) && [ -n "$NGINX" ]; do sleep 0.02; done
printf '%-10s %-18s %9s %8s %8s %9s %6s | %8s %8s\n' server workload rps p50ms p99ms cpu_us errs rate/ngx cpu/ngx
run() { # name workloads...
  local name=$1
  shift
  for workload in "$@"; do
    echo "$workload" | grep -qE "$ONLY" || continue
    local peer=Constant
    [ "$workload" != Get8M ] || peer=File
    local theirs ours
    theirs=$(measure "$NGINX" 4597 $peer -)
    ours=$(measure "$PID" "$PORT" "$workload" "$ITERATOR")
    echo "$name $workload $ours $theirs" | awk '{printf "%-10s %-18s %9.0f %8.2f %8.2f %9.1f %6d | %8.3f %8.2f\n",
      $1, $2, $3, $4, $5, $6, $7, $8 ? $3 / $8 : 0, $11 ? $6 / $11 : 0}'
  done
}

resident() { awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$PID/status"; }

load() { # h2load flags... url -> "requests cpu errors" of PutRecord
  local before after out
  before=$(ticks "$PID")
  out=$(h2load -t1 -D "$SECONDS_EACH" -d "$OUT/record" -H 'Content-Type: application/x-amz-json-1.1' \
    -H 'X-Amz-Target: Kinesis_20131202.PutRecord' -H 'X-Amz-Date: 20261123T000000Z' \
    -H "Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=$(printf '0%.0s' {1..64})" "$@")
  after=$(ticks "$PID")
  echo "$out" | awk -v t=$((after - before)) '/^requests:/ {done = $8} /^status codes:/ {ok = $3}
    END {printf "%d %.1f %d", ok, ok ? t * 10000 / ok : 0, done - ok}'
}

# The same PutRecord over each protocol, CPU a request against our own plain HTTP/1.1.
protocols() {
  echo protocols | grep -qE "$ONLY" || return 0
  printf '{"StreamName":"bench","PartitionKey":"k","Data":"%s"}' "$(printf 'QUJD%.0s' {1..85})" >"$OUT/record"
  local plain=0
  printf '%-30s %9s %9s %6s | %8s\n' "PutRecord over" rps cpu_us errs cpu/http1
  while read -r name flags; do
    # shellcheck disable=SC2086
    set -- $(load $flags)
    [ "$plain" != 0 ] || plain=$2
    echo "$1 $2 $3 $plain $SECONDS_EACH $name" |
      awk '{printf "%-30s %9.0f %9.1f %6d | %8.2f\n", $6, $1 / $5, $2, $3, $4 ? $2 / $4 : 0}'
  done <<LOADS
http/1.1,32-connections -c32 --h1 http://127.0.0.1:$PORT/
h2c,32-connections,1-stream -c32 -m1 http://127.0.0.1:$PORT/
h2c,4-connections,8-streams -c4 -m8 http://127.0.0.1:$PORT/
tls,http/1.1,32-connections -c32 --h1 https://127.0.0.1:$PORT/
tls,h2,4-connections,8-streams -c4 -m8 https://127.0.0.1:$PORT/
LOADS
}

# One connection: the median latency of PutRecord against nginx's constant.
single() {
  echo single | grep -qE "$ONLY" || return 0
  local theirs ours
  theirs=$(measure "$NGINX" 4597 Constant - 1)
  ours=$(measure "$PID" "$PORT" PutRecord - 1)
  echo "$ours $theirs" | awk '{printf "one connection, PutRecord: p50 %.3f ms, nginx %.3f ms, %.2f times\n", $2, $7, $7 ? $2 / $7 : 0}'
}

# From the exec to the first answer, the median of seven, in memory and with a fresh data folder; the memory at rest and
# the size of the binary.
footprint() {
  echo footprint | grep -qE "$ONLY" || return 0
  echo "binary: $(($(stat -c %s .build/release/cauce) / 1000)) kB"
  OUT="$OUT" python3 - <<'PYTHON'
import os, socket, subprocess, time
port, out = 4598, os.environ["OUT"]

def once(*flags):
    begin = time.perf_counter()
    server = subprocess.Popen([".build/release/cauce", "serve", "--port", str(port), *flags], stdout=subprocess.DEVNULL)
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(b"GET /_cauce/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert client.recv(12) == b"HTTP/1.1 200"
            break
        except ConnectionRefusedError:
            pass
    passed = (time.perf_counter() - begin) * 1000
    resident = [line for line in open(f"/proc/{server.pid}/status") if line.startswith("VmRSS")][0].split()[1]
    server.terminate()
    server.wait()
    return passed, int(resident) / 1024

memory = sorted(once() for _ in range(7))
disk = sorted(once("--data", f"{out}/fresh-{n}") for n in range(7))
print(f"start to first answer: in memory {memory[3][0]:.1f} ms, with a fresh data folder {disk[3][0]:.1f} ms")
print(f"memory at rest: {memory[3][1]:.1f} MiB")
PYTHON
}

ALL="ListStreams PutRecord PutRecords100 GetRecords100 PutItem GetItem UpdateItem Query20 BatchWriteItem25 TransactWriteItems10 Publish Put1K Get1K Put8M Get8M"
start memory
seed
# shellcheck disable=SC2086
run memory $ALL
echo "memory: $(resident) MiB resident after it"
protocols
single
for durability in os fsync; do
  start "$durability" --data "$OUT/data-$durability" --durability "$durability"
  seed
  run "$durability" PutRecord PutItem GetItem Put1K
done
footprint
# From PutRecord's answer to a warm handler behind a mapping.
if echo PutToHandler | grep -qE "$ONLY"; then python3 bench/latency.py; fi
