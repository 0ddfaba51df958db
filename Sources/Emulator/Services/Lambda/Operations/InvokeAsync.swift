import Protocols
import Runtime

/// The old way to queue an event; its limit is still 256 KiB.
/// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html
enum InvokeAsync: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let invokeArgs = Required<Blob>("InvokeArgs", .payload)
    static let shape = structure("InvokeAsyncRequest", functionName, invokeArgs)
  }
  enum Output: StructureShape {
    static let status = Member<Int32>("Status", .statusCode)
    static let shape = structure("InvokeAsyncResponse", status)
  }

  static var http: HTTPBinding? {
    HTTPBinding("POST", "/2014-11-13/functions/{FunctionName}/invoke-async", status: 202)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    _ = try reference.find(service)
    let sent = input[Input.invokeArgs].bytes
    try Payload.check(sent, .event(limit: 1 << 18))
    let asked = InvocationRequest(
      reference, requestID: request.id, payload: sent, trace: request.head?.fields["X-Amzn-Trace-Id"])
    try service.enqueue(asked, now: request.now)
    return .now(.with { $0[Output.status] = 202 })
  }
}
