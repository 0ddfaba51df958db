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
  static let environment = Member<Values<EnvironmentResponse>>("Environment")
  static let tracingConfig = Member<Values<TracingConfigResponse>>("TracingConfig")
  static let revisionID = Member<String>("RevisionId")
  static let state = Member<String>("State")
  static let stateReason = Member<String>("StateReason")
  static let stateReasonCode = Member<String>("StateReasonCode")
  static let lastUpdateStatus = Member<String>("LastUpdateStatus")
  static let lastUpdateStatusReason = Member<String>("LastUpdateStatusReason")
  static let lastUpdateStatusReasonCode = Member<String>("LastUpdateStatusReasonCode")
  static let packageType = Member<String>("PackageType")
  static let architectures = Member<[String]>("Architectures")
  static let ephemeralStorage = Member<Values<EphemeralStorage>>("EphemeralStorage")
  static let snapStart = Member<Values<SnapStartResponse>>("SnapStart")
  static let runtimeVersionConfig = Member<Values<RuntimeVersionConfig>>("RuntimeVersionConfig")
  static let loggingConfig = Member<Values<LoggingConfig>>("LoggingConfig")
  static let shape = structure(
    "FunctionConfiguration", functionName, functionARN, runtime, role, handler, codeSize, description, timeout,
    memorySize, lastModified, codeSHA256, version, environment, tracingConfig, revisionID, state, stateReason,
    stateReasonCode, lastUpdateStatus, lastUpdateStatusReason, lastUpdateStatusReasonCode, packageType, architectures,
    ephemeralStorage, snapStart, runtimeVersionConfig, loggingConfig)

  /// What has just happened to the function: AWS shows it as not ready yet in that very answer. Here it is ready with the
  /// answer, and every later one says so, which is what the SDKs' waiters ask for.
  enum Moment { case created, updated, settled }

  static func of(_ function: LambdaFunction, _ moment: Moment = .settled) -> Values<FunctionConfiguration> {
    .with { out in
      out[functionName] = function.key.name
      out[functionARN] = function.key.arn
      out[runtime] = function.runtime
      out[role] = function.role
      out[handler] = function.handler
      out[codeSize] = function.code.size
      out[description] = function.description
      out[timeout] = Int32(function.timeout)
      out[memorySize] = Int32(function.memory)
      out[lastModified] = text(function.lastModified)
      out[codeSHA256] = function.code.sha256
      out[version] = "$LATEST"
      if let variables = function.environment {
        out[environment] = .with { $0[EnvironmentResponse.variables] = variables }
      }
      out[tracingConfig] = .with { $0[TracingConfigResponse.mode] = "PassThrough" }
      out[revisionID] = function.revisionID
      out[packageType] = "Zip"
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
  private static func text(_ time: Timestamp) -> String { String(time.iso8601(.milliseconds).dropLast()) + "+0000" }
}
