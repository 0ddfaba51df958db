import Protocols

/// Where a function's code comes from; exactly one of a zip file and an object.
enum FunctionCode: StructureShape {
  static let zipFile = Member<Blob>("ZipFile")
  static let s3Bucket = Member<String>("S3Bucket", .length(3...63), .pattern(#"[0-9A-Za-z\.\-_]*(?<!\.)"#))
  static let s3Key = Member<String>("S3Key", .length(1...1024))
  static let s3ObjectVersion = Member<String>("S3ObjectVersion", .length(1...1024))
  static let imageURI = Member<String>("ImageUri")
  static let sourceKMSKeyARN = Member<String>("SourceKMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
  static let shape = structure("FunctionCode", zipFile, s3Bucket, s3Key, s3ObjectVersion, imageURI, sourceKMSKeyARN)
}

/// Empty lists mean: in no VPC.
enum VpcConfig: StructureShape {
  static let subnetIDs = Member<[String]>("SubnetIds", .length(0...16), .emulatedOnly(["[]"]))
  static let securityGroupIDs = Member<[String]>("SecurityGroupIds", .length(0...5), .emulatedOnly(["[]"]))
  static let ipv6AllowedForDualStack = Member<Bool>("Ipv6AllowedForDualStack", .emulatedOnly(["false"]))
  static let shape = structure("VpcConfig", subnetIDs, securityGroupIDs, ipv6AllowedForDualStack)
}

enum DeadLetterConfig: StructureShape {
  static let targetARN = Member<String>("TargetArn", LambdaTraits.keyPattern)
  static let shape = structure("DeadLetterConfig", targetARN)
}

enum Environment: StructureShape {
  static let variables = Member<[String: String]>("Variables", .keys([.pattern(#"[a-zA-Z]([a-zA-Z0-9_])+"#)]))
  static let shape = structure("Environment", variables)
}

enum TracingConfig: StructureShape {
  static let mode = Member<String>("Mode", .values(["Active", "PassThrough"]), .emulatedOnly(["PassThrough"]))
  static let shape = structure("TracingConfig", mode)
}

enum FileSystemConfig: StructureShape {
  static let arn = Required<String>(
    "Arn", .length(0...256),
    .pattern(
      #"arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}"#
    ))
  static let localMountPath = Required<String>(
    "LocalMountPath", .length(0...160), .pattern(#"/mnt/[a-zA-Z0-9-_.]+"#))
  static let shape = structure("FileSystemConfig", arn, localMountPath)
}

enum ImageConfig: StructureShape {
  static let entryPoint = Member<[String]>("EntryPoint", .length(0...1500))
  static let command = Member<[String]>("Command", .length(0...1500))
  static let workingDirectory = Member<String>("WorkingDirectory", .length(0...1000))
  static let shape = structure("ImageConfig", entryPoint, command, workingDirectory)
}

/// MiB of a process's temporary folder.
enum EphemeralStorage: StructureShape {
  static let size = Required<Int32>("Size", .range(512...10240))
  static let shape = structure("EphemeralStorage", size)
}

enum SnapStart: StructureShape {
  static let applyOn = Member<String>("ApplyOn", .values(["PublishedVersions", "None"]), .emulatedOnly(["None"]))
  static let shape = structure("SnapStart", applyOn)
}

enum LoggingConfig: StructureShape {
  static let logFormat = Member<String>("LogFormat", .values(["JSON", "Text"]), .emulatedOnly(["Text"]))
  static let applicationLogLevel = Member<String>(
    "ApplicationLogLevel", .values(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]), .notEmulated)
  static let systemLogLevel = Member<String>("SystemLogLevel", .values(["DEBUG", "INFO", "WARN"]), .notEmulated)
  static let logGroup = Member<String>("LogGroup", .length(1...512), .pattern(#"[\.\-_/#A-Za-z0-9]+"#))
  static let shape = structure("LoggingConfig", logFormat, applicationLogLevel, systemLogLevel, logGroup)
}

enum CapacityProviderConfig: StructureShape {
  enum ManagedInstances: StructureShape {
    static let capacityProviderARN = Required<String>(
      "CapacityProviderArn", .length(1...140),
      .pattern(
        #"arn:aws[a-zA-Z-]*:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:capacity-provider:[a-zA-Z0-9-_]+"#
      ))
    static let maximumConcurrency = Member<Int32>("PerExecutionEnvironmentMaxConcurrency", .range(1...1600))
    static let memoryPerVCPU = Member<Double>("ExecutionEnvironmentMemoryGiBPerVCpu", .range(2...8))
    static let shape = structure(
      "LambdaManagedInstancesCapacityProviderConfig", capacityProviderARN, maximumConcurrency, memoryPerVCPU)
  }
  static let managedInstances = Required<Values<ManagedInstances>>("LambdaManagedInstancesCapacityProviderConfig")
  static let shape = structure("CapacityProviderConfig", managedInstances)
}

enum DurableConfig: StructureShape {
  static let retentionPeriodInDays = Member<Int32>("RetentionPeriodInDays", .range(1...90))
  static let executionTimeout = Member<Int32>("ExecutionTimeout", .range(1...31_622_400))
  static let shape = structure("DurableConfig", retentionPeriodInDays, executionTimeout)
}

enum TenancyConfig: StructureShape {
  static let tenantIsolationMode = Required<String>("TenantIsolationMode", .values(["PER_TENANT"]))
  static let shape = structure("TenancyConfig", tenantIsolationMode)
}
