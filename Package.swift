// swift-tools-version: 6.2
// The house of Cauce: one target a room, arrows point one way (see README, "The map of the house").
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: `path` under Sources, the rooms it may see, and the system modules' folders beside its files.
func room(
  _ name: String, _ path: String, sees: [Target.Dependency] = [], systemModules: [String] = [],
  resources: [Resource]? = nil
) -> Target {
  .target(
    name: name, dependencies: sees, path: "Sources/" + path, exclude: systemModules, resources: resources,
    swiftSettings: settings)
}

/// One AWS service: a target of its own under Emulator/Services.
func service(
  _ name: String, sees: [Target.Dependency] = [], systemModules: [String] = [], resources: [Resource]? = nil
) -> Target {
  room(
    name, "Emulator/Services/" + name, sees: ["Protocols", "Storage", "Runtime"] + sees, systemModules: systemModules,
    resources: resources)
}

/// The tests of one room, under Tests/Conformance.
func tests(_ name: String, sees: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: sees, path: "Tests/Conformance/" + name, swiftSettings: settings)
}

/// The services that the emulator puts together.
let services: [Target.Dependency] = [
  "Kinesis", "Lambda", "DynamoDB", "S3", "SNS", "Firehose", "Glue", "Athena", "Logs", "IAM",
]

let package = Package(
  name: "cauce",
  targets: [
    // Protocols: AWS on the wire.
    .systemLibrary(name: "COpenSSL", path: "Sources/Protocols/COpenSSL"),
    .systemLibrary(name: "CZlib", path: "Sources/Protocols/Compression/CZlib"),
    .systemLibrary(name: "CFolding", path: "Sources/Protocols/Checksums/CFolding"),
    .systemLibrary(name: "CInterleaving", path: "Sources/Protocols/Checksums/CInterleaving"),
    room(
      "Protocols", "Protocols", sees: ["COpenSSL", "CZlib", "CFolding", "CInterleaving"],
      systemModules: ["COpenSSL", "Compression/CZlib", "Checksums/CFolding", "Checksums/CInterleaving"]),

    // The emulator's floors, lowest first.
    .systemLibrary(name: "CLinux", path: "Sources/Emulator/Transport/CLinux"),
    .systemLibrary(name: "CSQLite", path: "Sources/Emulator/Storage/CSQLite"),
    .systemLibrary(name: "CNGHTTP2", path: "Sources/Emulator/Transport/CNGHTTP2"),
    room(
      "Transport", "Emulator/Transport", sees: ["Protocols", "CLinux", "CNGHTTP2", "COpenSSL"],
      systemModules: ["CLinux", "CNGHTTP2"]),
    room("Storage", "Emulator/Storage", sees: ["CSQLite"], systemModules: ["CSQLite"]),
    room("Runtime", "Emulator/Runtime", sees: ["Protocols", "Storage"]),

    room("Admin", "Emulator/Admin", sees: ["Runtime", "Protocols"]),

    // The SQL engine.
    room("SQLParser", "Emulator/Query/SQLParser"),
    room("Query", "Emulator/Query/Engine", sees: ["SQLParser", "Protocols"]),

    // The services.
    service("Kinesis"),
    .systemLibrary(name: "CProcess", path: "Sources/Emulator/Services/Lambda/CProcess"),
    service(
      "Lambda", sees: ["CProcess"], systemModules: ["CProcess"],
      resources: ["bootstrap.py", "bootstrap.js", "bootstrap.rb", "Bootstrap.java"].map {
        .embedInCode("Bootstraps/" + $0)
      }),
    service("Firehose"),
    service("Glue"),
    service("Athena", sees: ["SQLParser", "Query"]),
    service("S3"),
    service("DynamoDB"),
    service("SNS"),
    service("Logs"),
    service("IAM"),

    // What `import Emulator` gives, and the programs.
    room(
      "Emulator", "Emulator/Composition",
      sees: ["Protocols", "Transport", "Storage", "Runtime", "Admin", "Query"] + services),
    room("FormApp", "App/Form", sees: ["Protocols", "Transport"]),
    .executableTarget(
      name: "cauce", dependencies: ["Emulator", "FormApp", "Protocols", "Transport"], path: "Sources/App/Command",
      swiftSettings: settings),

    // Tests.
    .target(
      name: "Support", dependencies: ["Protocols", "Storage", "Runtime"], path: "Tests/Conformance/Support",
      swiftSettings: settings),
    tests("House", sees: ["Emulator", "Support", "Runtime", "Storage", "Protocols"]),
    tests("Protocols", sees: ["Protocols"]),
    tests("Transport", sees: ["Transport", "Protocols", "CNGHTTP2"]),
    tests("Storage", sees: ["Storage"]),
    tests("Runtime", sees: ["Runtime", "Storage", "Protocols"]),
    tests("Query", sees: ["Query", "SQLParser", "Protocols"]),
    tests("Athena", sees: ["Athena", "Support", "Runtime", "Storage", "Protocols"]),
    tests("Glue", sees: ["Glue", "Support", "Runtime", "Storage", "Protocols"]),
    tests("Firehose", sees: ["Firehose", "Support", "Runtime", "Storage", "Protocols"]),
    tests("S3", sees: ["S3", "Support", "Runtime", "Storage", "Protocols"]),
    tests("Kinesis", sees: ["Kinesis", "Support", "Runtime", "Storage", "Protocols"]),
    tests("DynamoDB", sees: ["DynamoDB", "Support", "Runtime", "Storage", "Protocols"]),
    tests("SNS", sees: ["SNS", "Support", "Runtime", "Storage", "Protocols"]),
    tests("Logs", sees: ["Logs", "Support", "Runtime", "Storage", "Protocols"]),
    tests("IAM", sees: ["IAM", "Support", "Runtime", "Storage", "Protocols"]),
    tests("Lambda", sees: ["Lambda", "Transport", "Support", "Runtime", "Storage", "Protocols"]),
  ]
)
