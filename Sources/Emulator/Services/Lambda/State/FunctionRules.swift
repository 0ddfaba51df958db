import Protocols

/// What a function's configuration must keep beside the constraints of its members.
enum FunctionRules {
  /// Throws what AWS answers to a value past the service's limits, which its model does not tell.
  static func check(_ function: LambdaFunction) throws(AWSError) {
    var violations: [String] = []
    if function.timeout > 900 {
      violations.append(
        "Value '\(function.timeout)' at 'timeout' failed to satisfy constraint: Member must have value less than or "
          + "equal to 900")
    }
    if function.memory > 10240 {
      violations.append(
        "Value '\(function.memory)' at 'memorySize' failed to satisfy constraint: Member must have value less than or "
          + "equal to 10240")
    }
    if !violations.isEmpty {
      throw AWSError.validation(
        "\(violations.count) validation error\(violations.count == 1 ? "" : "s") detected: "
          + violations.joined(separator: "; "))
    }
    try check(function.environment ?? [:])
  }

  /// The names and values of the variables together, in bytes.
  private static let environmentLimit = 4096

  static func check(_ environment: [String: String]) throws(AWSError) {
    let prefix =
      "Lambda was unable to configure your environment variables because the environment variables you have provided "
    let reserved = environment.keys.filter(ProcessEnvironment.reserved.contains).sorted()
    if !reserved.isEmpty {
      throw AWSError.invalidParameter(
        prefix + "contains reserved keys that are currently not supported for modification. Reserved keys used in this "
          + "request: \(reserved.joined(separator: ", "))")
    }
    for (name, value) in environment where value.utf8.contains(0) || name.utf8.contains(0) {
      throw AWSError.invalidParameter(prefix + "contains a value with a null character. Key: \(name)")
    }
    let size = environment.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    if size > environmentLimit { throw AWSError.invalidParameter(prefix + "exceeded the 4KB limit.") }
  }

  /// nil without one. Throws for what is no topic.
  static func deadLetterTarget(_ config: Values<DeadLetterConfig>?) throws(AWSError) -> String? {
    guard let target = config?[DeadLetterConfig.targetARN], !target.isEmpty else { return nil }
    switch target.split(separator: ":", omittingEmptySubsequences: false).dropFirst(2).first {
    case "sns": return target
    case "sqs": throw AWSError.notEmulated("A dead-letter queue in SQS (\(target))")
    default:
      throw AWSError.invalidParameter(
        "The provided execution role does not have permissions to call the target \(target): only SNS topics and SQS "
          + "queues are targets of dead letters.")
    }
  }

  static func image(_ config: Values<ImageConfig>?) -> LambdaFunction.ImageSettings {
    LambdaFunction.ImageSettings(
      entryPoint: config?[ImageConfig.entryPoint], command: config?[ImageConfig.command],
      workingDirectory: config?[ImageConfig.workingDirectory])
  }

  /// Throws for runtimes that the emulator has no process for.
  static func checkRuntime(_ runtime: String) throws(AWSError) {
    if RuntimeName(runtime) == nil { throw AWSError.notEmulated("The runtime \(runtime)") }
  }
}
