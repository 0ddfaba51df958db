import Protocols
import Runtime

/// What provisioned concurrency may be given to
/// (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html).
enum ProvisionedConcurrencyRules {
  /// The function's key; throws for `$LATEST` and for what is not there.
  static func check(
    _ reference: FunctionReference, _ service: LambdaService, isPut: Bool
  ) throws(AWSError) -> LambdaFunction.Key {
    let qualifier = reference.qualifier ?? LambdaFunction.latest
    if qualifier == LambdaFunction.latest {
      throw AWSError.invalidParameter(
        isPut
          ? "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
          : "The function resource provided must be an alias or a published version.")
    }
    if reference.namesVersion {
      _ = try reference.find(service)
    } else {
      _ = try AliasRules.find(qualifier, of: reference.key, service)
    }
    if isPut { try checkOthers(reference, qualifier, service) }
    return reference.key
  }

  /// A version and an alias of it cannot both have some.
  private static func checkOthers(
    _ reference: FunctionReference, _ qualifier: String, _ service: LambdaService
  ) throws(AWSError) {
    let version = try reference.find(service).version
    let key = reference.key
    for found in service.store.documents.all(.provisionedConcurrency, key.account, key.region, name: key.name)
    where found.qualifier != qualifier {
      if found.qualifier == version {
        throw AWSError.conflict(
          "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version")
      }
      let other = try FunctionReference(key, qualifier: found.qualifier).find(service).version
      if reference.namesVersion, other == version {
        throw AWSError.conflict("Version is pointed by a Provisioned Concurrency alias")
      }
    }
  }

  /// Throws InvalidParameterValueException for more than the account has left.
  static func checkLimit(_ wanted: Int, _ key: LambdaFunction.Key, _ service: LambdaService) throws(AWSError) {
    let reserved = service.store.documents.reserved[key]
    let free = ConcurrencyLedger.accountLimit - service.concurrency.reserved(in: key, but: nil)
    if let reserved {
      if wanted > reserved {
        throw AWSError.invalidParameter(
          "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function")
      }
      return
    }
    if wanted > free {
      throw AWSError.invalidParameter(
        "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [\(free)].")
    }
    if free - wanted < ConcurrencyLedger.unreservedMinimum {
      throw AWSError.invalidParameter(
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum "
          + "value of [\(ConcurrencyLedger.unreservedMinimum)].")
    }
  }
}
