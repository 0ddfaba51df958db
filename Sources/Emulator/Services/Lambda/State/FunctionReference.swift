import Protocols
import Runtime

/// How requests name a function: its name, `function:name`, `<account>:function:name`, or its ARN, each with or without
/// `:<version or alias>`; a qualifier may also stand beside it. Only `$LATEST` is a version here.
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

  /// From an operation's members.
  init(_ text: String, qualifier: String? = nil, _ request: RequestContext) throws(AWSError) {
    try self.init(text, qualifier: qualifier, account: request.account, region: request.region)
  }

  /// Throws ResourceNotFoundException for a function that is not there, and for a version or alias of it.
  func find(_ service: LambdaService) throws(AWSError) -> LambdaFunction {
    guard let function = service.store.function(key), qualifier == nil || qualifier == "$LATEST" else {
      throw AWSError.functionNotFound(arn)
    }
    return function
  }
}
