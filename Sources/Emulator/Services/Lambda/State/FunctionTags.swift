import Protocols
import Runtime

/// Tags of functions and mappings (https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html).
enum FunctionTags {
  private static let limit = 50

  /// Throws InvalidParameterValueException for system tags, for what is too long, and for a 51st tag.
  static func check(_ new: [String: String], adding old: [String: String]) throws(AWSError) {
    for (name, value) in new {
      if name.hasPrefix("aws:") {
        throw AWSError.invalidParameter("Tag keys must not begin with the reserved prefix aws: \(name)")
      }
      if name.isEmpty || name.unicodeScalars.count > 128 || value.unicodeScalars.count > 256 {
        throw AWSError.invalidParameter("Tag keys are 1 to 128 and tag values 0 to 256 characters long: \(name)")
      }
    }
    if old.merging(new, uniquingKeysWith: { $1 }).count > limit {
      throw AWSError.invalidParameter("Number of tags exceeds resource tag limit.")
    }
  }

  /// What an ARN of the tag operations names; throws ResourceNotFoundException when it is not there.
  static func resource(
    _ text: String, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> (name: String, account: String, region: String) {
    guard let arn = ARN(text) else { throw AWSError.invalidParameter("\(text) is no ARN.") }
    let parts = arn.resource.split(separator: ":").map(String.init)
    switch parts.first {
    case "function" where parts.count == 2:
      let function = try FunctionReference(text, request).latest(service)
      return ("function:" + function.key.name, function.key.account, function.key.region)
    case "function":
      throw AWSError.invalidParameter(
        "Tags on function aliases and versions are not supported. Please specify a function ARN.")
    case "event-source-mapping":
      guard let mapping = service.mappingStore.mappings[parts.last ?? ""], mapping.function.account == request.account,
        mapping.function.region == request.region
      else { throw AWSError.resourceNotFound("The resource you requested does not exist.") }
      return ("event-source-mapping:" + mapping.id, mapping.function.account, mapping.function.region)
    case "code-signing-config":
      _ = try CodeSigningReference.find(text, service)
      return (arn.resource, arn.account, arn.region)
    default: throw AWSError.notEmulated("Tagging \(arn.resource)")
    }
  }
}
