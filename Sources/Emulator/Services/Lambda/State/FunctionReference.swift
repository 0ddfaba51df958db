import Protocols
import Runtime

/// How requests name a function: its name, `function:name`, `<account>:function:name`, or its ARN, each with or without
/// `:<version or alias>`; a qualifier may also stand beside it.
struct FunctionReference: Equatable {
  var key: LambdaFunction.Key
  /// As the request named it; nil when it named none.
  var qualifier: String?

  /// The ARN as AWS shows it, with the qualifier where one was named.
  var arn: String { key.arn + (qualifier.map { ":" + $0 } ?? "") }

  /// Throws what AWS answers to a name of another region or to qualifiers that disagree. The text keeps the model's
  /// pattern.
  init(
    _ text: String, qualifier: String? = nil, account: String, region: String
  ) throws(AWSError) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    var account = account
    if parts.first == "arn", parts.count >= 7 {
      if parts[3] != region {
        throw AWSError(
          "ResourceNotFoundException",
          "Functions from '\(parts[3])' are not reachable in this region ('\(region)')", status: 404,
          details: LambdaErrorDetails.user)
      }
      account = parts[4]
      parts.removeFirst(6)
    } else if let place = parts.firstIndex(of: "function"), place < parts.count - 1, place <= 2 {
      if place > 0 { account = parts[place - 1] }
      parts.removeFirst(place + 1)
    }
    key = LambdaFunction.Key(account: account, region: region, name: parts[0])
    self.qualifier = qualifier
    if parts.count > 1 {
      if let qualifier, qualifier != parts[1] {
        throw AWSError.invalidParameter(
          "The derived qualifier from the function name does not match the specified qualifier.")
      }
      self.qualifier = parts[1]
    }
  }

  init(_ key: LambdaFunction.Key, qualifier: String?) {
    self.key = key
    self.qualifier = qualifier
  }

  /// From an operation's members.
  init(_ text: String, qualifier: String? = nil, _ request: RequestContext) throws(AWSError) {
    try self.init(text, qualifier: qualifier, account: request.account, region: request.region)
  }

  /// What is named: `$LATEST` where nothing else is, an alias' main version. Throws ResourceNotFoundException.
  func find(_ service: LambdaService) throws(AWSError) -> LambdaFunction {
    guard let found = service.store.function(key, version: try version(service) { _ in nil }) else {
      throw AWSError.functionNotFound(arn)
    }
    return found
  }

  /// As `find`, for an invocation: an alias with two versions takes one of them by its weight. `dice` is in 0 ..< 1.
  func choose(_ service: LambdaService, dice: () -> Double) throws(AWSError) -> LambdaFunction {
    let version = try version(service) { routing in
      for (version, weight) in routing where dice() < weight { return version }
      return nil
    }
    guard let found = service.store.function(key, version: version) else { throw AWSError.functionNotFound(arn) }
    return found
  }

  /// The function itself, for operations that take no version: what is named beside it is left alone.
  func latest(_ service: LambdaService) throws(AWSError) -> LambdaFunction {
    guard let function = service.store.function(key) else { throw AWSError.functionNotFound(key.arn) }
    return function
  }

  /// The function itself; throws InvalidParameterValueException where a version or alias is named.
  func unqualified(_ service: LambdaService) throws(AWSError) -> LambdaFunction {
    if qualifier != nil {
      throw AWSError.invalidParameter(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
          + "Please specify either a function name or an unqualified function ARN.")
    }
    return try latest(service)
  }

  /// Whether a version's number, not an alias, is named.
  var namesVersion: Bool { qualifier.map { Int($0) != nil } ?? false }

  private func version(
    _ service: LambdaService, _ route: (_ others: [(version: String, weight: Double)]) -> String?
  ) throws(AWSError) -> String {
    guard let qualifier, qualifier != LambdaFunction.latest else { return LambdaFunction.latest }
    if namesVersion { return qualifier }
    guard let alias = try service.store.documents.values(.alias, key, qualifier, as: AliasConfiguration.self) else {
      throw AWSError.functionNotFound(arn)
    }
    let routing = alias[AliasConfiguration.routingConfig]?[AliasRoutingConfiguration.additionalVersionWeights] ?? [:]
    return route(routing.map { ($0.key, $0.value) }) ?? alias[AliasConfiguration.functionVersion]
      ?? LambdaFunction.latest
  }

  /// The key that the resource policy of what is named stands under.
  var policyKey: LambdaFunction.Key {
    guard let qualifier, qualifier != LambdaFunction.latest else { return key }
    return LambdaFunction.Key(account: key.account, region: key.region, name: key.name + ":" + qualifier)
  }
}
