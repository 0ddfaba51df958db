import Protocols

/// What the API shows of a function.
enum FunctionConfiguration: StructureShape {
  enum EnvironmentResponse: StructureShape {
    static let variables = Member<[String: String]>("Variables")
    static let shape = structure("EnvironmentResponse", variables)
  }
  enum SnapStartResponse: StructureShape {
    static let applyOn = Member<String>("ApplyOn")
    static let optimizationStatus = Member<String>("OptimizationStatus")
    static let shape = structure("SnapStartResponse", applyOn, optimizationStatus)
  }
  enum RuntimeVersionConfig: StructureShape {
    static let runtimeVersionARN = Member<String>("RuntimeVersionArn")
    static let shape = structure("RuntimeVersionConfig", runtimeVersionARN)
  }
  enum Layer: StructureShape {
    static let arn = Member<String>("Arn")
    static let codeSize = Member<Int>("CodeSize")
    static let shape = structure("Layer", arn, codeSize)
  }
  enum ImageConfigResponse: StructureShape {
    static let imageConfig = Member<Values<ImageConfig>>("ImageConfig")
    static let shape = structure("ImageConfigResponse", imageConfig)
  }
  enum TracingConfigResponse: StructureShape {
    static let mode = Member<String>("Mode")
    static let shape = structure("TracingConfigResponse", mode)
  }

  static let functionName = Member<String>("FunctionName")
  static let functionARN = Member<String>("FunctionArn")
  static let runtime = Member<String>("Runtime")
  static let role = Member<String>("Role")
  static let handler = Member<String>("Handler")
  static let codeSize = Member<Int>("CodeSize")
  static let description = Member<String>("Description")
  static let timeout = Member<Int32>("Timeout")
  static let memorySize = Member<Int32>("MemorySize")
  static let lastModified = Member<String>("LastModified")
  static let codeSHA256 = Member<String>("CodeSha256")
  static let version = Member<String>("Version")
  static let deadLetterConfig = Member<Values<DeadLetterConfig>>("DeadLetterConfig")
  static let environment = Member<Values<EnvironmentResponse>>("Environment")
  static let tracingConfig = Member<Values<TracingConfigResponse>>("TracingConfig")
  static let revisionID = Member<String>("RevisionId")
  static let layers = Member<[Values<Layer>]>("Layers")
  static let state = Member<String>("State")
  static let stateReason = Member<String>("StateReason")
  static let stateReasonCode = Member<String>("StateReasonCode")
  static let lastUpdateStatus = Member<String>("LastUpdateStatus")
  static let lastUpdateStatusReason = Member<String>("LastUpdateStatusReason")
  static let lastUpdateStatusReasonCode = Member<String>("LastUpdateStatusReasonCode")
  static let packageType = Member<String>("PackageType")
  static let imageConfigResponse = Member<Values<ImageConfigResponse>>("ImageConfigResponse")
  static let architectures = Member<[String]>("Architectures")
  static let ephemeralStorage = Member<Values<EphemeralStorage>>("EphemeralStorage")
  static let snapStart = Member<Values<SnapStartResponse>>("SnapStart")
  static let runtimeVersionConfig = Member<Values<RuntimeVersionConfig>>("RuntimeVersionConfig")
  static let loggingConfig = Member<Values<LoggingConfig>>("LoggingConfig")
  static let shape = structure(
    "FunctionConfiguration", functionName, functionARN, runtime, role, handler, codeSize, description, timeout,
    memorySize, lastModified, codeSHA256, version, deadLetterConfig, environment, tracingConfig, revisionID, layers,
    state, stateReason,
    stateReasonCode, lastUpdateStatus, lastUpdateStatusReason, lastUpdateStatusReasonCode, packageType,
    imageConfigResponse, architectures,
    ephemeralStorage, snapStart, runtimeVersionConfig, loggingConfig)

  /// What has just happened to the function: AWS shows it as not ready yet in that very answer. Here it is ready with the
  /// answer, and every later one says so, which is what the SDKs' waiters ask for.
  enum Moment { case created, updated, settled }

  /// `qualifier` is shown in the ARN: the one that the caller named, or the version's own in lists of versions.
  static func of(
    _ function: LambdaFunction, qualifier: String? = nil, _ moment: Moment = .settled, sizes: [String: Int] = [:]
  ) -> Values<FunctionConfiguration> {
    .with { out in
      out[functionName] = function.key.name
      out[functionARN] = function.key.arn + (qualifier.map { ":" + $0 } ?? "")
      if !function.runtime.isEmpty { out[runtime] = function.runtime }
      out[role] = function.role
      if !function.handler.isEmpty { out[handler] = function.handler }
      out[codeSize] = function.code.size
      out[description] = function.description
      out[timeout] = Int32(function.timeout)
      out[memorySize] = Int32(function.memory)
      out[lastModified] = text(function.lastModified)
      out[codeSHA256] = function.code.sha256
      out[version] = function.version
      if let target = function.deadLetterTarget {
        out[deadLetterConfig] = .with { $0[DeadLetterConfig.targetARN] = target }
      }
      if !function.layers.isEmpty {
        out[layers] = function.layers.map { arn in
          .with {
            $0[Layer.arn] = arn
            $0[Layer.codeSize] = sizes[arn] ?? 0
          }
        }
      }
      if let variables = function.environment {
        out[environment] = .with { $0[EnvironmentResponse.variables] = variables }
      }
      out[tracingConfig] = .with { $0[TracingConfigResponse.mode] = "PassThrough" }
      out[revisionID] = function.revisionID
      out[packageType] = "Zip"
      if case .image = function.code {
        out[packageType] = "Image"
        if function.image != LambdaFunction.ImageSettings() {
          out[imageConfigResponse] = .with {
            $0[ImageConfigResponse.imageConfig] = .with {
              $0[ImageConfig.entryPoint] = function.image.entryPoint
              $0[ImageConfig.command] = function.image.command
              $0[ImageConfig.workingDirectory] = function.image.workingDirectory
            }
          }
        }
      }
      out[architectures] = [function.architecture]
      out[ephemeralStorage] = .with { $0[EphemeralStorage.size] = Int32(function.ephemeralStorage) }
      out[snapStart] = .with {
        $0[SnapStartResponse.applyOn] = "None"
        $0[SnapStartResponse.optimizationStatus] = "Off"
      }
      out[runtimeVersionConfig] = .with {
        $0[RuntimeVersionConfig.runtimeVersionARN] = RuntimeVersion.arn(of: function)
      }
      out[loggingConfig] = .with {
        $0[LoggingConfig.logFormat] = "Text"
        $0[LoggingConfig.logGroup] = function.logGroup
      }
      out[state] = moment == .created ? "Pending" : "Active"
      switch moment {
      case .created:
        out[stateReason] = "The function is being created."
        out[stateReasonCode] = "Creating"
      case .updated:
        out[lastUpdateStatus] = "InProgress"
        out[lastUpdateStatusReason] = "The function is being created."
        out[lastUpdateStatusReasonCode] = "Creating"
      case .settled: out[lastUpdateStatus] = "Successful"
      }
    }
  }

  /// `2026-09-13T15:35:32.746+0000`
  static func text(_ time: Timestamp) -> String { String(time.iso8601(.milliseconds).dropLast()) + "+0000" }
}
