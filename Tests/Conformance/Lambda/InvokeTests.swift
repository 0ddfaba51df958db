import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

/// Handlers really run, in Python, Node and a shell.
@Suite(.serialized, .timeLimit(.minutes(2))) struct InvokeTests {
  @Test func runsAHandlerAndKeepsItsProcessWarm() async throws {
    let lambda = try LambdaHouse()
    let created = try await lambda.make(
      "f",
      """
      import os
      count = 0
      def handler(event, context):
          global count
          count += 1
          print("hello", event["name"])
          return {"count": count, "name": event["name"], "id": context.aws_request_id, "f": context.function_name,
                  "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis() > 5000,
                  "pid": os.getpid(), "env": dict(os.environ)}
      """, environment: ["COLOUR": "blue"])
    #expect(created[FunctionConfiguration.state] == "Pending")
    let first = try await lambda.invoke("f", #"{"name":"ñandú"}"#)
    #expect(first.error == nil)
    let json = try #require(first.json)
    #expect(json["count"]?.int == 1)
    #expect(json["name"]?.string == "ñandú")
    #expect(json["left"]?.bool == true)
    #expect(json["arn"]?.string == "arn:aws:lambda:us-east-1:000000000000:function:f")
    let environment = try #require(json["env"]?.object)
    #expect(environment["COLOUR"]?.string == "blue")
    #expect(environment["AWS_ENDPOINT_URL"]?.string == "http://127.0.0.1:4566")
    #expect(environment["AWS_REGION"]?.string == "us-east-1")
    #expect(environment["AWS_ACCESS_KEY_ID"]?.string == "000000000000")
    #expect(environment["AWS_LAMBDA_FUNCTION_NAME"]?.string == "f")
    #expect(environment["_HANDLER"]?.string == "index.handler")
    let id = try #require(json["id"]?.string)
    #expect(first.tail.contains("START RequestId: \(id) Version: $LATEST\n"))
    #expect(first.tail.contains("hello ñandú\n"))
    #expect(first.tail.contains("END RequestId: \(id)\n"))
    #expect(first.tail.contains("Init Duration: "))

    let second = try await lambda.invoke("f", #"{"name":"b"}"#)
    #expect(second.json?["count"]?.int == 2)
    #expect(second.json?["pid"]?.int == json["pid"]?.int)
    #expect(!second.tail.contains("Init Duration: "))

    let logged = await eventually { lambda.logs.messages("/aws/lambda/f").filter { $0.hasPrefix("REPORT") }.count == 2 }
    #expect(logged)
    let messages = lambda.logs.messages("/aws/lambda/f")
    #expect(messages.first?.hasPrefix("INIT_START Runtime Version: python3.11\t") == true)
    #expect(lambda.logs.streams("/aws/lambda/f").count == 1)
    let trace = await lambda.invocations()
    #expect(trace.map(\.status) == [.succeeded, .succeeded])
    #expect(trace.first?.accessKey == "000000000000")
    await lambda.stop()
    // The process ends with the server.
    let pid = Int32(json["pid"]?.int ?? 0)
    #expect(await eventually { ProcessTable.startTime(of: pid) == nil })
  }

  @Test func tellsAHandlersError() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make(
      "f",
      """
      import logging
      def handler(event, context):
          logging.getLogger().warning("look\\nhere")
          if event.get("bad"): return object()
          raise ValueError("no good")
      """)
    let answer = try await lambda.invoke("f")
    #expect(answer.error == "Unhandled")
    #expect(answer.json?["errorMessage"]?.string == "no good")
    #expect(answer.json?["errorType"]?.string == "ValueError")
    #expect(answer.json?["requestId"]?.string?.count == 36)
    #expect(answer.json?["stackTrace"]?.array?.count == 1)
    #expect(answer.tail.contains("[ERROR] ValueError: no good\nTraceback (most recent call last):\n"))
    #expect(answer.tail.contains("[WARNING]\t") && answer.tail.contains("look\nhere"))
    let marshal = try await lambda.invoke("f", #"{"bad":true}"#)
    #expect(marshal.json?["errorType"]?.string == "Runtime.MarshalError")
    #expect(
      marshal.json?["errorMessage"]?.string
        == "Unable to marshal response: Object of type object is not JSON serializable")
    await lambda.stop()
  }

  @Test func endsAHandlerThatTakesTooLong() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make(
      "f",
      """
      import os, time
      def handler(event, context):
          print("pid", os.getpid(), flush=True)
          if event.get("sleep"): time.sleep(60)
          return "ok"
      """, timeout: 1)
    let answer = try await lambda.invoke("f", #"{"sleep":true}"#)
    #expect(answer.error == "Unhandled")
    let id = try #require(answer.tail.split(separator: " ").map(String.init).first { $0.count == 36 })
    #expect(
      answer.text
        == #"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: \#(id) Error: Task timed out after 1.00 seconds"}"#
    )
    #expect(answer.tail.contains("Status: timeout"))
    #expect(try await lambda.invoke("f").text == #""ok""#)
    await lambda.stop()
  }

  @Test(arguments: [
    ("import os\ndef handler(e, c): os._exit(3)", "Error: Runtime exited with error: exit status 3"),
    ("import os\ndef handler(e, c): os._exit(0)", "Error: Runtime exited without providing a reason"),
    ("import os\ndef handler(e, c): os.kill(os.getpid(), 9)", "Error: Runtime exited with error: signal: killed"),
    ("import os\nos._exit(7)\ndef handler(e, c): pass", "Error: Runtime exited with error: exit status 7"),
  ])
  func tellsAProcessThatEnds(_ source: String, _ reason: String) async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", source)
    let answer = try await lambda.invoke("f")
    #expect(answer.error == "Unhandled")
    #expect(answer.json?["errorType"]?.string == "Runtime.ExitError")
    #expect(answer.json?["errorMessage"]?.string?.hasSuffix(reason) == true)
    await lambda.stop()
  }

  @Test(arguments: [
    (
      "import nothing_like_it", "index.handler", "Runtime.ImportModuleError",
      "Unable to import module 'index': No module named 'nothing_like_it'"
    ),
    ("x = 1", "index.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
    (
      "x = 1", "handler", "Runtime.MalformedHandlerName",
      "Bad handler 'handler': not enough values to unpack (expected 2, got 1)"
    ),
    ("raise RuntimeError('at start')", "index.handler", "RuntimeError", "at start"),
  ])
  func tellsAFailedInitialisation(_ source: String, _ handler: String, _ type: String, _ message: String) async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", source, handler: handler)
    let answer = try await lambda.invoke("f")
    #expect(answer.error == "Unhandled")
    #expect(answer.json?["errorType"]?.string == type)
    #expect(answer.json?["errorMessage"]?.string == message)
    #expect(answer.json?["requestId"]?.string?.count == 36)
    await lambda.stop()
  }

  @Test func runsOneEventAProcessAtATime() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make(
      "f", "import os, time\ndef handler(e, c):\n  time.sleep(0.3)\n  return os.getpid()")
    let pids = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<4 { group.addTask { try? await lambda.invoke("f").text } }
      var pids: [String] = []
      for await pid in group { if let pid { pids.append(pid) } }
      return pids
    }
    #expect(pids.count == 4 && Set(pids).count == 4)
    await lambda.stop()
  }

  @Test func newCodeAndConfigurationTakeEffect() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "def handler(e, c): return 'one'")
    #expect(try await lambda.invoke("f").text == #""one""#)
    _ = try await lambda.house.call(UpdateFunctionCode.self) {
      $0[UpdateFunctionCode.Input.functionName] = "f"
      $0[UpdateFunctionCode.Input.zipFile] = Blob(
        ZipFile.of(["index.py": "import os\ndef handler(e, c): return os.environ.get('XX', 'two')"]))
    }
    #expect(try await lambda.invoke("f").text == #""two""#)
    _ = try await lambda.house.call(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.environment] = .with { $0[Environment.variables] = ["XX": "three"] }
    }
    #expect(try await lambda.invoke("f").text == #""three""#)
    _ = try await lambda.house.call(DeleteFunction.self) { $0[DeleteFunction.Input.functionName] = "f" }
    let error = await lambda.house.error(Invoke.self) { $0[Invoke.Input.functionName] = "f" }
    #expect(error?.message == "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f")
    #expect(error?.status == 404)
    await lambda.stop()
  }

  @Test func runsNode() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make(
      "f",
      """
      exports.handler = async (event, context) => {
        console.log('got', event)
        if (event.bad) throw new TypeError('not so')
        return { id: context.awsRequestId, node: true }
      }
      """, runtime: "nodejs20.x")
    let answer = try await lambda.invoke("f", #"{"a":1}"#)
    #expect(answer.json?["node"]?.bool == true)
    #expect(answer.tail.contains("\tINFO\tgot { a: 1 }\n"))
    let bad = try await lambda.invoke("f", #"{"bad":1}"#)
    #expect(bad.error == "Unhandled")
    #expect(bad.json?["errorType"]?.string == "TypeError")
    #expect(bad.json?["errorMessage"]?.string == "not so")
    await lambda.stop()
  }

  @Test func runsAProgramOfThePackage() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make(
      "f",
      """
      #!/bin/bash
      base="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
      while true; do
        event=$(curl -s -D /dev/fd/3 "$base/next" 3> >(tr -d '\\r' > "/tmp/cauce-head-$$"))
        sleep 0.05
        id=$(grep -i '^lambda-runtime-aws-request-id:' "/tmp/cauce-head-$$" | cut -d' ' -f2)
        rm -f "/tmp/cauce-head-$$"
        curl -s -X POST "$base/$id/response" -d "{\\"handler\\":\\"$_HANDLER\\",\\"event\\":$event}" > /dev/null
      done
      """, runtime: "provided.al2023", handler: "my.main")
    #expect(try await lambda.invoke("f", #"{"a":1}"#).text == #"{"handler":"my.main","event":{"a":1}}"#)
    await lambda.stop()
  }

  @Test func usesALocalFolderAsItIs() async throws {
    let lambda = try LambdaHouse()
    let store = try CodeStore(dataFolder: nil)
    defer { store.close() }
    _ = try store.place(Array("def handler(e, c): return 'old'".utf8), as: "index.py")
    _ = try await lambda.house.call(CreateFunction.self) {
      $0[CreateFunction.Input.functionName] = "f"
      $0[CreateFunction.Input.runtime] = "python3.11"
      $0[CreateFunction.Input.handler] = "index.handler"
      $0[CreateFunction.Input.role] = "arn:aws:iam::000000000000:role/r"
      $0[CreateFunction.Input.code] = .with {
        $0[FunctionCode.s3Bucket] = "hot-reload"
        $0[FunctionCode.s3Key] = store.root
      }
    }
    #expect(try await lambda.invoke("f").text == #""old""#)
    _ = try store.place(Array("def handler(e, c): return 'new'".utf8), as: "index.py")
    #expect(try await lambda.invoke("f").text == #""new""#)
    await lambda.stop()
  }

  @Test func refusesWhatIsNoEvent() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "def handler(e, c): return e")
    let cut = await lambda.house.error(Invoke.self) {
      $0[Invoke.Input.functionName] = "f"
      $0[Invoke.Input.payload] = Blob(Array(#"{"a":"#.utf8))
    }
    #expect(cut?.code == "InvalidRequestContentException")
    let large = await lambda.house.error(Invoke.self) {
      $0[Invoke.Input.functionName] = "f"
      $0[Invoke.Input.invocationType] = "Event"
      $0[Invoke.Input.payload] = Blob([34] + [UInt8](repeating: 97, count: 1 << 20) + [34])
    }
    #expect(large?.code == "RequestEntityTooLargeException")
    #expect(large?.message == "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)")
    let dry = try await lambda.house.call(Invoke.self) {
      $0[Invoke.Input.functionName] = "f"
      $0[Invoke.Input.invocationType] = "DryRun"
    }
    #expect(dry[Invoke.Output.statusCode] == 204)
    await lambda.stop()
  }

  /// Three attempts with one request id, 60 and 120 seconds apart by the emulator's clock.
  @Test func retriesAnEventTwice() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "def handler(e, c):\n  print('try', c.aws_request_id)\n  raise ValueError('no')")
    let tries = { lambda.logs.messages("/aws/lambda/f").filter { $0.hasPrefix("try") } }
    let service = try #require(lambda.service.value)
    /// Whether the next attempt's time is committed: before that the clock must not move.
    func isPostponed() async -> Bool {
      await lambda.house.onLoop { [clock = lambda.house.clock] in
        (try? service.queue.nextDue(after: Int(clock.milliseconds))) != nil
      }
    }
    _ = try await lambda.invoke("f", type: "Event")
    #expect(await eventually { await isPostponed() && tries().count == 1 })
    await lambda.house.advance(milliseconds: 61_000)
    #expect(await eventually { await isPostponed() && tries().count == 2 })
    await lambda.house.advance(milliseconds: 61_000)
    #expect(tries().count == 2)
    await lambda.house.advance(milliseconds: 60_000)
    #expect(await eventually { tries().count == 3 })
    // Then it is given up: no row is left that would come to be due.
    #expect(await eventually { await lambda.house.onLoop { service.queue.isEmpty } })
    #expect(tries().count == 3 && Set(tries()).count == 1)
    await lambda.stop()
  }
}
