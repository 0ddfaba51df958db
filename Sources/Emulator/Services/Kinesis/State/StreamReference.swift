import Protocols
import Runtime

/// A stream is named by its name or its ARN, and the two must agree (texts recorded from AWS).
enum StreamReference {
  static func stream(
    name: String?, arn: String?, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Stream {
    guard let arn else {
      guard let name else {
        throw AWSError.invalidArgument("Stream arn and stream name can't be empty at the same time")
      }
      return try named(name, request, service)
    }
    guard let parsed = ARN(arn), parsed.resource.hasPrefix("stream/") else {
      throw AWSError.invalidArgument("The ARN '\(arn)' is not a stream's.")
    }
    if parsed.region != request.region {
      throw AWSError.invalidArgument("The region specified in the ARN '\(arn)' does not match the endpoint region")
    }
    let inferred = String(parsed.resource.dropFirst("stream/".count))
    if let name, name != inferred {
      throw AWSError.invalidArgument(
        "Input stream name \(name) doesn't match the inferred name in stream arn \(inferred)")
    }
    guard let stream = service.store.stream(parsed.account, parsed.region, inferred) else {
      throw AWSError.streamNotFound(inferred, parsed.account)
    }
    return stream
  }

  static func named(
    _ name: String, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Stream {
    guard let stream = service.store.stream(request.account, request.region, name) else {
      throw AWSError.streamNotFound(name, request.account)
    }
    return stream
  }
}
