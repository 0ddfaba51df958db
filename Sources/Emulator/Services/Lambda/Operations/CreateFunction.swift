import Protocols
import Runtime

/// Makes a function. Its code is fetched and unpacked by a worker between the two steps; the function is ready with the
/// answer, which still says Pending as AWS's does.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
enum CreateFunction: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern)
    static let runtime = Member<String>("Runtime", LambdaTraits.runtimes)
    static let role = Required<String>("Role", LambdaTraits.rolePattern)
    static let handler = Member<String>("Handler", .length(0...128), LambdaTraits.handlerPattern)
    static let code = Required<Values<FunctionCode>>("Code")
    static let description = Member<String>("Description", .length(0...256))
    static let timeout = Member<Int32>("Timeout", .atLeast(1))
    static let memorySize = Member<Int32>("MemorySize", .range(128...32768))
    static let publish = Member<Bool>("Publish", .emulatedOnly(["false"]))
    static let vpcConfig = Member<Values<VpcConfig>>("VpcConfig")
    static let packageType = Member<String>("PackageType", .values(["Zip", "Image"]))
    static let deadLetterConfig = Member<Values<DeadLetterConfig>>("DeadLetterConfig")
    static let environment = Member<Values<Environment>>("Environment")
    static let kmsKeyARN = Member<String>("KMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
    static let tracingConfig = Member<Values<TracingConfig>>("TracingConfig")
    static let tags = Member<[String: String]>("Tags")
    static let layers = Member<[String]>("Layers", LambdaTraits.layers, .emulatedOnly(["[]"]))
    static let fileSystemConfigs = Member<[Values<FileSystemConfig>]>(
      "FileSystemConfigs", .length(0...1), .emulatedOnly(["[]"]))
    static let imageConfig = Member<Values<ImageConfig>>("ImageConfig", .notEmulated)
    static let codeSigningConfigARN = Member<String>(
      "CodeSigningConfigArn", .length(0...200),
      .pattern(
        #"arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17}"#
      ), .notEmulated)
    static let architectures = Member<[String]>("Architectures", .length(1...1), LambdaTraits.architectures)
    static let ephemeralStorage = Member<Values<EphemeralStorage>>("EphemeralStorage")
    static let snapStart = Member<Values<SnapStart>>("SnapStart")
    static let loggingConfig = Member<Values<LoggingConfig>>("LoggingConfig")
    static let capacityProviderConfig = Member<Values<CapacityProviderConfig>>("CapacityProviderConfig", .notEmulated)
    static let publishTo = Member<String>("PublishTo", .values(["LATEST_PUBLISHED"]), .notEmulated)
    static let durableConfig = Member<Values<DurableConfig>>("DurableConfig", .notEmulated)
    static let tenancyConfig = Member<Values<TenancyConfig>>("TenancyConfig", .notEmulated)
    static let shape = structure(
      "CreateFunctionRequest", functionName, runtime, role, handler, code, description, timeout, memorySize, publish,
      vpcConfig, packageType, deadLetterConfig, environment, kmsKeyARN, tracingConfig, tags, layers, fileSystemConfigs,
      imageConfig, codeSigningConfigARN, architectures, ephemeralStorage, snapStart, loggingConfig,
      capacityProviderConfig, publishTo, durableConfig, tenancyConfig)
  }
  typealias Output = FunctionConfiguration

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/functions", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    if input[Input.packageType] == "Image" { throw AWSError.notEmulated("A function from a container image") }
    guard let runtime = input[Input.runtime], let handler = input[Input.handler] else {
      throw AWSError.invalidParameter(
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.")
    }
    try FunctionRules.checkRuntime(runtime)
    let code = input[Input.code]
    let source = try CodeSource(
      zip: code[FunctionCode.zipFile], bucket: code[FunctionCode.s3Bucket], key: code[FunctionCode.s3Key])
    let tags = input[Input.tags] ?? [:]
    try FunctionTags.check(tags, adding: [:])
    let described = LambdaFunction(
      key: reference.key, runtime: runtime, role: input[Input.role], handler: handler,
      description: input[Input.description] ?? "", timeout: Int(input[Input.timeout] ?? 3),
      memory: Int(input[Input.memorySize] ?? 128), environment: input[Input.environment]?[Environment.variables],
      ephemeralStorage: Int(input[Input.ephemeralStorage]?[EphemeralStorage.size] ?? 512),
      architecture: input[Input.architectures]?.first ?? "x86_64",
      ownLogGroup: input[Input.loggingConfig]?[LoggingConfig.logGroup], code: .folder(path: ""),
      revisionID: service.newID(), lastModified: request.now)
    try FunctionRules.check(described)
    try refuseExisting(described, service)
    let id = "code-" + service.newID()
    return .later {
      let taken: Result<LambdaFunction.Code, AWSError>
      do throws(AWSError) {
        taken = .success(
          try await source.take(
            into: service.house.code, id: id, service.setting, as: request.caller, region: request.region))
      } catch {
        taken = .failure(error)
      }
      return { () throws(AWSError) -> Answer<Output> in
        var function = described
        function.code = try taken.get()
        // Another request may have made it meanwhile.
        try refuseExisting(function, service)
        try service.store.put(function)
        try service.store.setTags(
          tags, of: "function:" + function.key.name, function.key.account, function.key.region)
        service.created()
        return .now(FunctionConfiguration.of(function, .created))
      }
    }
  }

  private static func refuseExisting(_ function: LambdaFunction, _ service: LambdaService) throws(AWSError) {
    if service.store.function(function.key) != nil {
      throw AWSError.conflict("Function already exist: \(function.key.name)")
    }
  }
}
