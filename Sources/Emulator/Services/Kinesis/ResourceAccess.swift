import Protocols
import Runtime

/// What the policies of streams and consumers decide, where signatures are verified: a caller of another account needs
/// one that allows the action, and nobody may do what one denies
/// (https://docs.aws.amazon.com/streams/latest/dev/resource-based-policy-examples.html). Identities' own policies are not
/// asked.
enum ResourceAccess {
  /// Throws AccessDeniedException. What the input does not name, or names wrongly, is the operation's to say.
  static func check(
    _ operation: String, _ input: Structure, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) {
    // Workers inside of the emulator act for the account that owns what they read.
    guard request.head != nil, let resource = resource(of: input, request, service) else { return }
    let statements = resource.policy.map { PolicyStatement.all(in: $0) } ?? []
    let isForeign = resource.account != request.account
    if statements.isEmpty, !isForeign { return }
    let action = "kinesis:" + operation
    let verdict = PolicyVerdict(
      statements, action, resource.arn, request.caller, PolicyValues(of: request, resourceAccount: resource.account))
    switch verdict {
    case .allowed: return
    case .silent:
      if isForeign {
        throw denied(action, resource, request, "because no resource-based policy allows the \(action) action")
      }
    case .denied: throw denied(action, resource, request, "with an explicit deny in a resource-based policy")
    }
  }

  private static func denied(
    _ action: String, _ resource: KinesisResource, _ request: RequestContext, _ reason: String
  ) -> AWSError {
    AWSError(
      "AccessDeniedException",
      "User: \(request.caller.arn) is not authorized to perform: \(action) on resource: \(resource.arn) \(reason)")
  }

  private static func resource(
    of input: Structure, _ request: RequestContext, _ service: KinesisService
  ) -> KinesisResource? {
    for member in ["ConsumerARN", "StreamARN", "ResourceARN"] {
      guard case .string(let arn) = input[named: member] else { continue }
      return try? KinesisResource(arn: arn, request, service)
    }
    if case .string(let name) = input[named: "StreamName"] {
      return service.store.stream(request.account, request.region, name).map { .stream($0) }
    }
    if case .string(let text) = input[named: "ShardIterator"], let iterator = ShardIterator(text) {
      return service.store.stream(id: iterator.stream).map { .stream($0) }
    }
    return nil
  }
}
