#!/bin/bash
# bench/run.sh [ONLY]: a server in memory, one with --data on each durability, and nginx beside them, in one run. For each
# workload (those that match the pattern ONLY): requests a second, p50 and p99 in ms, server CPU in µs a request, and the
# ratios to nginx answering a constant of the same run. SECONDS_EACH (2) and CONNECTIONS (32) can be set.
set -eu
cd "$(dirname "$0")/.."
ONLY=${1:-.} SECONDS_EACH=${SECONDS_EACH:-2} CONNECTIONS=${CONNECTIONS:-32}
command -v wrk >/dev/null && command -v nginx >/dev/null || {
  SUDO=$([ "$(id -u)" = 0 ] || echo sudo)
  $SUDO apt-get update -qq && $SUDO apt-get install -y -qq wrk nginx-light
}
OUT=$(mktemp -d)
PIDS=()
trap 'kill "${PIDS[@]}" 2>/dev/null; wait; rm -rf "$OUT"' EXIT

# nginx: a constant like PutRecord's answer, and a file of 8 MiB.
head -c 8388608 /dev/zero >"$OUT/file"
cat >"$OUT/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $OUT/nginx.pid; error_log $OUT/nginx.log;
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

measure() { # pid port workload argument -> "rate p50ms p99ms cpu errors"
  local connections=$CONNECTIONS before after line
  case $3 in *8M | File) connections=4 ;; esac
  before=$(ticks "$1")
  line=$(wrk -t1 -c"$connections" -d"${SECONDS_EACH}s" --timeout 20s -s bench/requests.lua "http://127.0.0.1:$2" -- "$3" "$4" | grep RESULT)
  after=$(ticks "$1")
  echo "$line" | awk -v t=$((after - before)) \
    '{printf "%.0f %.2f %.2f %.1f %d", $2 / $3, $4 / 1000, $5 / 1000, $2 ? t * 10000 / $2 : 0, $6}'
}

NGINX=$(pgrep -P "${PIDS[0]}" || echo "${PIDS[0]}")
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

ALL="ListStreams PutRecord PutRecords100 GetRecords100 PutItem GetItem Query20 BatchWriteItem25 Publish Put1K Get1K Put8M Get8M"
start memory
seed
# shellcheck disable=SC2086
run memory $ALL
echo "memory: $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$PID/status") MiB resident after it"
for durability in os fsync; do
  start "$durability" --data "$OUT/data-$durability" --durability "$durability"
  seed
  run "$durability" PutRecord PutItem GetItem Put1K
done
# From PutRecord's answer to a warm handler behind a mapping.
if echo PutToHandler | grep -qE "$ONLY"; then python3 bench/latency.py; fi
