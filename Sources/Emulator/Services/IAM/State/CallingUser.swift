import Protocols
import Runtime

/// The user of an operation that may leave the name out: then it is who asks.
enum CallingUser {
  static func find(
    _ name: String?, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> UserRecord {
    let name = name ?? own(request)
    guard let name else {
      throw AWSError("ValidationError", "Must specify userName when calling with non-User credentials")
    }
    guard let user = try service.store.user(request.account, name) else { throw AWSError.userNotFound(name) }
    return user
  }

  /// The name of the user whose key signed; nil for a role's session or the root.
  private static func own(_ request: RequestContext) -> String? {
    guard let arn = ARN(request.caller.arn), arn.resource.hasPrefix("user/") else { return nil }
    return arn.resource.split(separator: "/").last.map(String.init)
  }
}
