-- The load of the benchmark, for wrk: one workload a run, named by the first argument behind `--`. Requests carry a
-- signature's form without a valid signature: the server runs with `--auth off`, the cost of a signature is the client's.
-- Arguments: WORKLOAD [STREAM-ITERATOR]. Prints one line: RESULT requests seconds p50us p99us errors.
local json10, json11 = "application/x-amz-json-1.0", "application/x-amz-json-1.1"
local data256 = string.rep("QUJD", 85)

local function call(service, target, kind, body)
  return wrk.format("POST", "/", {
    ["Content-Type"] = kind,
    ["X-Amz-Target"] = target,
    ["X-Amz-Date"] = "20261123T000000Z",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/" .. service
      .. "/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=" .. string.rep("0", 64),
  }, body)
end

local function s3(method, path, body)
  return wrk.format(method, path, {
    ["X-Amz-Date"] = "20261123T000000Z",
    ["X-Amz-Content-Sha256"] = "UNSIGNED-PAYLOAD",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/s3"
      .. "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64),
  }, body)
end

local function records(count)
  local all = {}
  for n = 1, count do all[n] = '{"Data":"' .. data256 .. '","PartitionKey":"k' .. n .. '"}' end
  return table.concat(all, ",")
end

local function item(id)
  return '{"id":{"S":"' .. id .. '"},"name":{"S":"' .. string.rep("n", 100) .. '"},"price":{"N":"12.5"},"tags":{"SS":["a","b"]}}'
end

local serial = 0
local function unique()
  serial = serial + 1
  return tostring(math.random(0, 2147483647)) .. "-" .. serial
end

local workloads = {
  ListStreams = function() return call("kinesis", "Kinesis_20131202.ListStreams", json11, "{}") end,
  PutRecord = function()
    return call("kinesis", "Kinesis_20131202.PutRecord", json11,
      '{"StreamName":"bench","PartitionKey":"k' .. serial .. '","Data":"' .. data256 .. '"}')
  end,
  PutRecords100 = function()
    return call("kinesis", "Kinesis_20131202.PutRecords", json11, '{"StreamName":"bench","Records":[' .. records(100) .. "]}")
  end,
  GetRecords100 = function(argument)
    return call("kinesis", "Kinesis_20131202.GetRecords", json11, '{"Limit":100,"ShardIterator":"' .. argument .. '"}')
  end,
  PutItem = function()
    return call("dynamodb", "DynamoDB_20120810.PutItem", json10, '{"TableName":"bench","Item":' .. item(unique()) .. "}")
  end,
  GetItem = function()
    return call("dynamodb", "DynamoDB_20120810.GetItem", json10, '{"TableName":"bench","Key":{"id":{"S":"seed-' .. math.random(0, 99) .. '"}}}')
  end,
  Query20 = function()
    return call("dynamodb", "DynamoDB_20120810.Query", json10,
      '{"TableName":"bench-range","Limit":20,"KeyConditionExpression":"p = :p","ExpressionAttributeValues":{":p":{"S":"p"}}}')
  end,
  BatchWriteItem25 = function()
    local all = {}
    for n = 1, 25 do all[n] = '{"PutRequest":{"Item":' .. item(unique()) .. "}}" end
    return call("dynamodb", "DynamoDB_20120810.BatchWriteItem", json10, '{"RequestItems":{"bench":[' .. table.concat(all, ",") .. "]}}")
  end,
  UpdateItem = function()
    return call("dynamodb", "DynamoDB_20120810.UpdateItem", json10,
      '{"TableName":"bench","Key":{"id":{"S":"seed-' .. math.random(0, 99) .. '"}},"UpdateExpression":"SET price = price + :one, #n = :n",'
      .. '"ExpressionAttributeNames":{"#n":"note"},"ExpressionAttributeValues":{":one":{"N":"1"},":n":{"S":"noted"}}}')
  end,
  TransactWriteItems10 = function()
    local all = {}
    for n = 1, 10 do all[n] = '{"Put":{"TableName":"bench","Item":' .. item(unique()) .. "}}" end
    return call("dynamodb", "DynamoDB_20120810.TransactWriteItems", json10, '{"TransactItems":[' .. table.concat(all, ",") .. "]}")
  end,
  -- Of a table of as many partitions as the argument says, with 20 items each (bench/dynamodb.py).
  GetRow = function(partitions)
    return call("dynamodb", "DynamoDB_20120810.GetItem", json10, '{"TableName":"rows","Key":{"p":{"S":"p'
      .. math.random(0, partitions - 1) .. '"},"n":{"N":"' .. math.random(0, 19) .. '"}}}')
  end,
  PutRow = function(partitions)
    return call("dynamodb", "DynamoDB_20120810.PutItem", json10, '{"TableName":"rows","Item":{"p":{"S":"p'
      .. math.random(0, partitions - 1) .. '"},"n":{"N":"' .. math.random(0, 19) .. '"},"text":{"S":"'
      .. string.rep("t", 150) .. '"},"number":{"N":"' .. math.random(0, 9999999) .. '"}}}')
  end,
  QueryRows20 = function(partitions)
    return call("dynamodb", "DynamoDB_20120810.Query", json10,
      '{"TableName":"rows","KeyConditionExpression":"p = :p","ExpressionAttributeValues":{":p":{"S":"p'
      .. math.random(0, partitions - 1) .. '"}}}')
  end,
  Publish = function()
    return wrk.format("POST", "/", {
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Authorization"] = "AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/sns/aws4_request, SignedHeaders=host, Signature="
        .. string.rep("0", 64),
    }, "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3Abench&Message=hello")
  end,
  Put1K = function() return s3("PUT", "/bench-bucket/key-" .. math.random(0, 999), string.rep("x", 1024)) end,
  Get1K = function() return s3("GET", "/bench-bucket/one-kib") end,
  Put8M = function() return s3("PUT", "/bench-bucket/eight-" .. math.random(0, 3), string.rep("x", 8388608)) end,
  Get8M = function() return s3("GET", "/bench-bucket/eight-0") end,
  Constant = function()
    return call("kinesis", "Kinesis_20131202.PutRecord", json11,
      '{"StreamName":"bench","PartitionKey":"k' .. serial .. '","Data":"' .. data256 .. '"}')
  end,
  File = function() return wrk.format("GET", "/file") end,
}

local work, argument
function init(arguments)
  math.randomseed(os.time())
  work, argument = workloads[arguments[1]], arguments[2]
  -- A request is made once where nothing in it changes.
  if arguments[1]:find("8M") or arguments[1] == "PutRecords100" or arguments[1] == "ListStreams" then
    local fixed = work(argument)
    work = function() return fixed end
  end
end

function request()
  serial = serial + 1
  return work(argument)
end

function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %d %.3f %.0f %.0f %d", summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
