import Runtime

/// The environment that a function's process sees: what a Lambda sees, and `AWS_ENDPOINT_URL`, so that an unmodified SDK
/// in it reaches the emulator
/// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime).
struct ProcessEnvironment {
  var function: LambdaFunction
  var place: LaunchPlan.Place
  var runtimeFolder: String
  /// The process's own.
  var temporaryFolder: String
  var logStream: String
  var runtimeAPIPort: Int
  var endpoint: String
  var accessKey: String
  var secretKey: String
  var sessionToken: String
  var isProvisioned: Bool
  /// The server's own environment, of which a few variables are handed on: where programs and libraries are.
  var machine: [String: String]

  /// Variables that a function may not set.
  static let reserved: Set<String> = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
  ]

  /// `NAME=value`, in byte order of the names.
  var lines: [String] { ProcessEnvironment.lines(all) }

  /// What an extension sees, which knows nothing of the runtime
  /// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html#extensions-api-partner).
  var extensionLines: [String] { ProcessEnvironment.lines(all.filter { !ProcessEnvironment.isOfRuntime($0.key) }) }

  private static let ofRuntime: Set<String> = [
    "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
  ]

  static func isOfRuntime(_ name: String) -> Bool { name.hasPrefix("_") || ofRuntime.contains(name) }

  private static func lines(_ all: [String: String]) -> [String] {
    all.map { "\($0.key)=\($0.value)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private var all: [String: String] {
    var all: [String: String] = [
      "LANG": "C.UTF-8",
      "TZ": ":UTC",
      "TMPDIR": temporaryFolder,
      "PATH": path(place.layers.map { $0 + "/bin" } + [machine["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"]),
      "LD_LIBRARY_PATH": path(
        [place.root, place.root + "/lib"] + place.layers.map { $0 + "/lib" } + [machine["LD_LIBRARY_PATH"]]),
      "AWS_ENDPOINT_URL": endpoint,
    ]
    // Packages that the user installed for himself are found without the rest of his home folder.
    if let base = machine["PYTHONUSERBASE"] ?? machine["HOME"].map({ $0 + "/.local" }) { all["PYTHONUSERBASE"] = base }
    // The user's own folder is left as it is, and an edit within the same second must not meet its compiled forebear.
    if case .folder = function.code { all["PYTHONDONTWRITEBYTECODE"] = "1" }
    for (name, value) in layerPaths { all[name] = value }
    for (name, value) in function.environment ?? [:] { all[name] = value }
    for (name, value) in own { all[name] = value }
    return all
  }

  /// Where the languages look for what layers bring
  /// (https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html).
  private var layerPaths: [String: String] {
    if place.layers.isEmpty { return [:] }
    let layers = place.layers
    switch RuntimeName(function.runtime) {
    case .python(let version):
      return [
        "PYTHONPATH": path(layers.flatMap { [$0 + "/python", $0 + "/python/lib/\(version)/site-packages"] })
      ]
    case .node(let major):
      return [
        "NODE_PATH": path(layers.flatMap { [$0 + "/nodejs/node\(major)/node_modules", $0 + "/nodejs/node_modules"] })
      ]
    case .ruby(let version):
      return [
        "GEM_PATH": path(layers.map { $0 + "/ruby/gems/\(version).0" }),
        "RUBYLIB": path(layers.map { $0 + "/ruby/lib" }),
      ]
    case .java, .provided, nil: return [:]
    }
  }

  private func path(_ parts: [String?]) -> String { parts.compactMap { $0 }.joined(separator: ":") }

  private var own: [String: String] {
    [
      "_HANDLER": function.handler,
      "LAMBDA_TASK_ROOT": place.root,
      "LAMBDA_RUNTIME_DIR": runtimeFolder,
      "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(runtimeAPIPort)",
      "AWS_LAMBDA_FUNCTION_NAME": function.key.name,
      "AWS_LAMBDA_FUNCTION_VERSION": function.version,
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "\(function.memory)",
      "AWS_LAMBDA_INITIALIZATION_TYPE": isProvisioned ? "provisioned-concurrency" : "on-demand",
      "AWS_LAMBDA_LOG_GROUP_NAME": function.logGroup,
      "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
      "AWS_EXECUTION_ENV": "AWS_Lambda_" + (function.runtime.isEmpty ? "Image" : function.runtime),
      "AWS_REGION": function.key.region,
      "AWS_DEFAULT_REGION": function.key.region,
      "AWS_ACCESS_KEY_ID": accessKey,
      "AWS_SECRET_ACCESS_KEY": secretKey,
      "AWS_SESSION_TOKEN": sessionToken,
    ]
  }

  /// What a container is given: it has folders and programs of its own.
  var containerVariables: [(name: String, value: String)] {
    var all = function.environment ?? [:]
    all["AWS_ENDPOINT_URL"] = endpoint
    let places: Set<String> = ["_HANDLER", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"]
    for (name, value) in own where !places.contains(name) { all[name] = value }
    return all.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }

  /// The environment of the container engine's command itself.
  var engineLines: [String] { ProcessEnvironment.lines(machine) }
}
