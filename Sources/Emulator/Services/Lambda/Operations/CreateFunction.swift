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
    static let publish = Member<Bool>("Publish")
    static let vpcConfig = Member<Values<VpcConfig>>("VpcConfig")
    static let packageType = Member<String>("PackageType", .values(["Zip", "Image"]))
    static let deadLetterConfig = Member<Values<DeadLetterConfig>>("DeadLetterConfig")
    static let environment = Member<Values<Environment>>("Environment")
    static let kmsKeyARN = Member<String>("KMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
    static let tracingConfig = Member<Values<TracingConfig>>("TracingConfig")
    static let tags = Member<[String: String]>("Tags")
    static let layers = Member<[String]>("Layers", LambdaTraits.layers)
    static let fileSystemConfigs = Member<[Values<FileSystemConfig>]>(
      "FileSystemConfigs", .length(0...1), .emulatedOnly(["[]"]))
    static let imageConfig = Member<Values<ImageConfig>>("ImageConfig")
    static let codeSigningConfigARN = Member<String>(
      "CodeSigningConfigArn", CodeSigningTraits.arnLength, CodeSigningTraits.arnPattern)
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
    let isImage = input[Input.packageType] == "Image"
    let handler = input[Input.handler] ?? ""
    let isURL = handler.hasPrefix("http://")
    let code = input[Input.code]
    if isImage {
      if code[FunctionCode.imageURI] == nil {
        throw AWSError.invalidParameter("Please provide ImageUri for functions created with container images.")
      }
    } else {
      if input[Input.runtime] == nil && !isURL || handler.isEmpty {
        throw AWSError.invalidParameter(
          "Runtime and Handler are mandatory parameters for functions created with deployment packages.")
      }
      if code[FunctionCode.imageURI] != nil {
        throw AWSError.invalidParameter("Please do not provide ImageUri when creating a function with packageType Zip.")
      }
    }
    let runtime = isImage ? "" : input[Input.runtime] ?? "provided.al2023"
    if !isImage { try FunctionRules.checkRuntime(runtime) }
    let source = try CodeSource(
      zip: code[FunctionCode.zipFile], bucket: code[FunctionCode.s3Bucket], key: code[FunctionCode.s3Key],
      version: code[FunctionCode.s3ObjectVersion],
      image: code[FunctionCode.imageURI], isURL: isURL)
    let tags = input[Input.tags] ?? [:]
    try FunctionTags.check(tags, adding: [:])
    let signing = input[Input.codeSigningConfigARN]
    if let signing { try CodeSigningReference.check(signing, service) }
    let described = LambdaFunction(
      key: reference.key, runtime: runtime, role: input[Input.role], handler: isImage ? "" : handler,
      description: input[Input.description] ?? "", timeout: Int(input[Input.timeout] ?? 3),
      memory: Int(input[Input.memorySize] ?? 128), environment: input[Input.environment]?[Environment.variables],
      ephemeralStorage: Int(input[Input.ephemeralStorage]?[EphemeralStorage.size] ?? 512),
      architecture: input[Input.architectures]?.first ?? "x86_64",
      ownLogGroup: input[Input.loggingConfig]?[LoggingConfig.logGroup], layers: input[Input.layers] ?? [],
      deadLetterTarget: try FunctionRules.deadLetterTarget(input[Input.deadLetterConfig]),
      image: FunctionRules.image(input[Input.imageConfig]), code: .none, revisionID: service.newID(),
      lastModified: request.now)
    try FunctionRules.check(described)
    try LayerVersion.check(described.layers, of: reference.key, service)
    try refuseExisting(described, service)
    let id = "code-" + service.newID()
    let publishes = input[Input.publish] ?? false
    return .later {
      let taken: Result<LambdaFunction.Code, AWSError>
      do throws(AWSError) {
        taken = .success(
          try await source.take(
            into: service.house.code, id: id, service.setting, as: request.caller, region: request.region,
            engine: { service.house.engine = $0 }))
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
        if let signing {
          try service.store.documents.put(JSONValue.string(signing).bytes, .functionCodeSigning, function.key)
        }
        service.created()
        let sizes = service.layerSizes(of: function)
        if publishes {
          let version = try FunctionVersions.publish(function, description: nil, request, service)
          return .now(FunctionConfiguration.of(version, qualifier: version.version, .created, sizes: sizes))
        }
        return .now(FunctionConfiguration.of(function, .created, sizes: sizes))
      }
    }
  }

  private static func refuseExisting(_ function: LambdaFunction, _ service: LambdaService) throws(AWSError) {
    if service.store.function(function.key) != nil {
      throw AWSError.conflict("Function already exist: \(function.key.name)")
    }
  }
}
