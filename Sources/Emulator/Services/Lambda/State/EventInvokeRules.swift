import Protocols
import Runtime

/// How a function's asynchronous events are dealt with, as it is set
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html).
enum EventInvokeRules {
  struct Request {
    var retries: Int32?
    var age: Int32?
    var destinations: Values<InvokeDestinations>?
  }

  static func qualifier(_ reference: FunctionReference) -> String { reference.qualifier ?? LambdaFunction.latest }

  /// Throws ResourceNotFoundException where none was set.
  static func find(
    _ reference: FunctionReference, _ service: LambdaService
  ) throws(AWSError) -> Values<FunctionEventInvokeConfig> {
    let qualifier = qualifier(reference)
    guard
      let config = try service.store.documents.values(
        .eventInvokeConfig, reference.key, qualifier, as: FunctionEventInvokeConfig.self)
    else {
      throw AWSError.resourceNotFound(
        "The function \(reference.key.arn):\(qualifier) doesn't have an EventInvokeConfig")
    }
    return config
  }

  /// Checks, keeps and gives what is now set. `onto` nil: what a request does not name is the default again.
  static func config(
    _ wanted: Request, _ reference: FunctionReference, onto old: Values<FunctionEventInvokeConfig>?,
    _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Values<FunctionEventInvokeConfig> {
    let hasDestinations =
      wanted.destinations.map { !$0.structure.slots.allSatisfy(\.isAbsent) } ?? false
    if wanted.retries == nil, wanted.age == nil, !hasDestinations {
      throw AWSError.invalidParameter("You must specify at least one of error handling or destination setting.")
    }
    guard service.store.function(reference.key) != nil else {
      throw AWSError.resourceNotFound("The function doesn't exist.")
    }
    _ = try reference.find(service)
    if let destinations = wanted.destinations {
      let success = destinations[InvokeDestinations.onSuccess]?[InvokeDestinations.OnSuccess.destination]
      let failure = destinations[InvokeDestinations.onFailure]?[InvokeDestinations.OnFailure.destination]
      try check(success, isFailure: false, destinations, reference, service)
      try check(failure, isFailure: true, destinations, reference, service)
    }
    let qualifier = qualifier(reference)
    var config = old ?? Values<FunctionEventInvokeConfig>()
    config[FunctionEventInvokeConfig.functionARN] = reference.key.arn + ":" + qualifier
    config[FunctionEventInvokeConfig.lastModified] = request.now
    if let retries = wanted.retries { config[FunctionEventInvokeConfig.maximumRetryAttempts] = retries }
    if let age = wanted.age { config[FunctionEventInvokeConfig.maximumEventAgeInSeconds] = age }
    if let destinations = wanted.destinations {
      // Kept with both parts, as AWS shows it.
      config[FunctionEventInvokeConfig.destinationConfig] = .with {
        $0[InvokeDestinations.onSuccess] = destinations[InvokeDestinations.onSuccess] ?? Values()
        $0[InvokeDestinations.onFailure] = destinations[InvokeDestinations.onFailure] ?? Values()
      }
    } else if old == nil {
      config[FunctionEventInvokeConfig.destinationConfig] = .with {
        $0[InvokeDestinations.onSuccess] = Values()
        $0[InvokeDestinations.onFailure] = Values()
      }
    }
    try service.store.documents.put(config.structure.json, .eventInvokeConfig, reference.key, qualifier)
    return config
  }

  private static func check(
    _ destination: String?, isFailure: Bool, _ all: Values<InvokeDestinations>, _ reference: FunctionReference,
    _ service: LambdaService
  ) throws(AWSError) {
    guard let destination, !destination.isEmpty else { return }
    let arn = ARN(destination)
    switch arn?.service {
    case "lambda":
      let other = try? FunctionReference(
        destination, account: reference.key.account, region: reference.key.region)
      guard let other, (try? other.find(service)) != nil else {
        throw AWSError.invalidParameter("The destination ARN \(destination) is invalid.")
      }
      if other.key == reference.key {
        throw AWSError.invalidParameter("You can't specify the function as a destination for itself.")
      }
    case "sns": break
    case "s3" where isFailure: break
    case "sqs": throw AWSError.notEmulated("A destination in SQS (\(destination))")
    case "events": throw AWSError.notEmulated("A destination in EventBridge (\(destination))")
    default:
      func shown(_ name: String, _ value: String?) -> String { value.map { "\(name)(destination=\($0))" } ?? "null" }
      let success = shown(
        "OnSuccess", all[InvokeDestinations.onSuccess]?[InvokeDestinations.OnSuccess.destination])
      let failure = shown(
        "OnFailure", all[InvokeDestinations.onFailure]?[InvokeDestinations.OnFailure.destination])
      throw AWSError.invalidParameter(
        "The provided destination config DestinationConfig(onSuccess=\(success), onFailure=\(failure)) is invalid.")
    }
  }

  /// What counts for an event of that qualifier.
  struct Settings {
    var retries = 2
    /// Milliseconds.
    var age = 21_600_000
    var onSuccess: String?
    var onFailure: String?
  }

  static func settings(
    of key: LambdaFunction.Key, _ qualifier: String?, _ service: LambdaService
  ) -> Settings {
    var settings = Settings()
    // A document that cannot be read is none.
    let found = try? service.store.documents.values(
      .eventInvokeConfig, key, qualifier ?? LambdaFunction.latest, as: FunctionEventInvokeConfig.self)
    guard let config = found else { return settings }
    if let retries = config[FunctionEventInvokeConfig.maximumRetryAttempts] { settings.retries = Int(retries) }
    if let age = config[FunctionEventInvokeConfig.maximumEventAgeInSeconds] { settings.age = Int(age) * 1000 }
    func named(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
    let destinations = config[FunctionEventInvokeConfig.destinationConfig]
    settings.onSuccess = named(
      destinations?[InvokeDestinations.onSuccess]?[InvokeDestinations.OnSuccess.destination])
    settings.onFailure = named(
      destinations?[InvokeDestinations.onFailure]?[InvokeDestinations.OnFailure.destination])
    return settings
  }
}
