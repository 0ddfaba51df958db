import Runtime

/// The environment that a function's process sees: what a Lambda sees, and `AWS_ENDPOINT_URL`, so that an unmodified SDK
/// in it reaches the emulator
/// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime).
struct ProcessEnvironment {
  var function: LambdaFunction
  var taskRoot: String
  var runtimeFolder: String
  var logStream: String
  var runtimeAPIPort: Int
  var endpoint: String
  var accessKey: String
  var secretKey: String
  var sessionToken: String
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
  var lines: [String] {
    var all: [String: String] = [
      "LANG": "C.UTF-8",
      "TZ": ":UTC",
      "PATH": machine["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
      "LD_LIBRARY_PATH": [taskRoot, taskRoot + "/lib", machine["LD_LIBRARY_PATH"]].compactMap { $0 }.joined(
        separator: ":"),
      "AWS_ENDPOINT_URL": endpoint,
    ]
    // Packages that the user installed for himself are found without the rest of his home folder.
    if let base = machine["PYTHONUSERBASE"] ?? machine["HOME"].map({ $0 + "/.local" }) { all["PYTHONUSERBASE"] = base }
    // The user's own folder is left as it is, and an edit within the same second must not meet its compiled forebear.
    if case .folder = function.code { all["PYTHONDONTWRITEBYTECODE"] = "1" }
    for (name, value) in function.environment ?? [:] { all[name] = value }
    let own: [String: String] = [
      "_HANDLER": function.handler,
      "LAMBDA_TASK_ROOT": taskRoot,
      "LAMBDA_RUNTIME_DIR": runtimeFolder,
      "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(runtimeAPIPort)",
      "AWS_LAMBDA_FUNCTION_NAME": function.key.name,
      "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "\(function.memory)",
      "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
      "AWS_LAMBDA_LOG_GROUP_NAME": function.logGroup,
      "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
      "AWS_EXECUTION_ENV": "AWS_Lambda_" + function.runtime,
      "AWS_REGION": function.key.region,
      "AWS_DEFAULT_REGION": function.key.region,
      "AWS_ACCESS_KEY_ID": accessKey,
      "AWS_SECRET_ACCESS_KEY": secretKey,
      "AWS_SESSION_TOKEN": sessionToken,
    ]
    for (name, value) in own { all[name] = value }
    return all.map { "\($0.key)=\($0.value)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
