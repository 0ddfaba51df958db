import Protocols
import Runtime

/// Changes what a request names of a function's configuration; processes of the old one take no further events.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
enum UpdateFunctionConfiguration: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let role = Member<String>("Role", LambdaTraits.rolePattern)
    static let handler = Member<String>("Handler", .length(0...128), LambdaTraits.handlerPattern)
    static let description = Member<String>("Description", .length(0...256))
    static let timeout = Member<Int32>("Timeout", .atLeast(1))
    static let memorySize = Member<Int32>("MemorySize", .range(128...32768))
    static let vpcConfig = Member<Values<VpcConfig>>("VpcConfig")
    static let environment = Member<Values<Environment>>("Environment")
    static let runtime = Member<String>("Runtime", LambdaTraits.runtimes)
    static let deadLetterConfig = Member<Values<DeadLetterConfig>>("DeadLetterConfig")
    static let kmsKeyARN = Member<String>("KMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
    static let tracingConfig = Member<Values<TracingConfig>>("TracingConfig")
    static let revisionID = Member<String>("RevisionId")
    static let layers = Member<[String]>("Layers", LambdaTraits.layers)
    static let fileSystemConfigs = Member<[Values<FileSystemConfig>]>(
      "FileSystemConfigs", .length(0...1), .emulatedOnly(["[]"]))
    static let imageConfig = Member<Values<ImageConfig>>("ImageConfig")
    static let ephemeralStorage = Member<Values<EphemeralStorage>>("EphemeralStorage")
    static let snapStart = Member<Values<SnapStart>>("SnapStart")
    static let loggingConfig = Member<Values<LoggingConfig>>("LoggingConfig")
    static let capacityProviderConfig = Member<Values<CapacityProviderConfig>>("CapacityProviderConfig", .notEmulated)
    static let durableConfig = Member<Values<DurableConfig>>("DurableConfig", .notEmulated)
    static let shape = structure(
      "UpdateFunctionConfigurationRequest", functionName, role, handler, description, timeout, memorySize, vpcConfig,
      environment, runtime, deadLetterConfig, kmsKeyARN, tracingConfig, revisionID, layers, fileSystemConfigs,
      imageConfig, ephemeralStorage, snapStart, loggingConfig, capacityProviderConfig, durableConfig)
  }
  typealias Output = FunctionConfiguration

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2015-03-31/functions/{FunctionName}/configuration") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let old = try FunctionReference(input[Input.functionName], request).latest(service)
    if let wanted = input[Input.revisionID], wanted != old.revisionID { throw AWSError.preconditionFailed() }
    var function = old
    if let role = input[Input.role] { function.role = role }
    if let handler = input[Input.handler] { function.handler = handler }
    if let description = input[Input.description] { function.description = description }
    if let timeout = input[Input.timeout] { function.timeout = Int(timeout) }
    if let memory = input[Input.memorySize] { function.memory = Int(memory) }
    // The variables are replaced as a whole; an Environment without any takes them away.
    if let environment = input[Input.environment] { function.environment = environment[Environment.variables] }
    if let runtime = input[Input.runtime] {
      try FunctionRules.checkRuntime(runtime)
      function.runtime = runtime
    }
    if let storage = input[Input.ephemeralStorage] { function.ephemeralStorage = Int(storage[EphemeralStorage.size]) }
    if let group = input[Input.loggingConfig]?[LoggingConfig.logGroup] { function.ownLogGroup = group }
    if let layers = input[Input.layers] {
      try LayerVersion.check(layers, of: function.key, service)
      function.layers = layers
    }
    if input.has(Input.deadLetterConfig) {
      function.deadLetterTarget = try FunctionRules.deadLetterTarget(input[Input.deadLetterConfig])
    }
    if let image = input[Input.imageConfig] { function.image = FunctionRules.image(image) }
    try FunctionRules.check(function)
    function.revisionID = service.newID()
    function.lastModified = request.now
    try service.store.put(function)
    service.changed(old, to: function)
    return .now(FunctionConfiguration.of(function, .updated, sizes: service.layerSizes(of: function)))
  }
}
