import Protocols

/// The fields with which the Runtime API gives an event to a program
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next).
enum RuntimeFields {
  /// `deadline` in milliseconds since 1970, by the machine's clock: the program's.
  static func of(_ invocation: Invocation, deadline: Int64) -> HTTPFields {
    var fields = HTTPFields()
    fields.add("Content-Type", "application/json")
    fields.add("Lambda-Runtime-Aws-Request-Id", invocation.requestID)
    fields.add("Lambda-Runtime-Deadline-Ms", "\(deadline)")
    fields.add("Lambda-Runtime-Invoked-Function-Arn", invocation.invokedARN)
    fields.add("Lambda-Runtime-Trace-Id", invocation.traceID)
    if let context = invocation.clientContext { fields.add("Lambda-Runtime-Client-Context", context) }
    return fields
  }
}
