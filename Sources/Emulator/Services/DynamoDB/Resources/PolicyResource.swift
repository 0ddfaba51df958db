import Protocols
import Runtime

/// What a resource policy may belong to: a table or a stream.
enum PolicyResource {
  /// Longest policy, in bytes, white space included.
  private static let sizeLimit = 20_480

  /// The ARN, when there is such a table or stream.
  static func check(_ arn: String, _ request: RequestContext, _ service: DynamoDBService) throws(AWSError) {
    guard let parsed = ARN(arn), parsed.service == "dynamodb" else {
      throw AWSError.validation("Invalid ResourceArn: \(arn)")
    }
    let parts = parsed.resource.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 4, parts[0] == "table" else {
      throw AWSError.validation("Invalid ResourceArn: \(arn)")
    }
    let isThere =
      parsed.account == request.account && parsed.region == request.region
      && (parts.count == 4
        ? service.streams.streams[arn] != nil
        : service.store.table(request.account, request.region, String(parts[1])) != nil)
    if !isThere {
      throw AWSError("ResourceNotFoundException", "Requested resource not found: ResourcArn: \(arn) not found")
    }
  }

  static func check(policy: String) throws(AWSError) {
    let size = policy.utf8.count
    if size > sizeLimit {
      throw AWSError.validation(
        "Resource-based policy size of \(size) exceeds the maximum allowed size of \(sizeLimit) bytes")
    }
    guard let document = try? JSONValue.parse(policy), let object = document.object else {
      throw AWSError.validation("The resource-based policy document is not valid JSON")
    }
    if object["Statement"] == nil {
      throw AWSError.validation("The resource-based policy document has no Statement")
    }
  }

  static func notFound(_ arn: String) -> AWSError {
    AWSError("PolicyNotFoundException", "Resource-based policy not found for the provided ResourceArn: \(arn)")
  }
}
