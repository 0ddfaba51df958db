import Glibc

/// The machine's container engine, podman or docker, for functions that are container images. An engine is there when its
/// command is on PATH and answers `info`.
enum ContainerEngine {
  static let missing =
    "A function from a container image needs podman or docker, and neither was found running on this machine."

  /// The command's path; nil without one. Blocks.
  static func find() -> String? {
    for name in ["podman", "docker"] {
      let path = Interpreter.output(of: "command -v \(name) && \(name) info > /dev/null && echo runs")
      let lines = path.split(separator: "\n").map(String.init)
      if lines.count == 2, lines[1] == "runs" { return lines[0] }
    }
    return nil
  }

  /// Whether the image is there or could be fetched. Blocks, for as long as the engine fetches it.
  static func hasImage(_ engine: String, _ image: String) -> Bool {
    let (engine, image) = (Interpreter.quoted(engine), Interpreter.quoted(image))
    let command = "{ \(engine) image inspect \(image) || \(engine) pull \(image); } > /dev/null && echo there"
    return Interpreter.output(of: command) == "there\n"
  }

  /// AWS's sentence.
  static func noImage(_ image: String) -> String {
    "Source image \(image) does not exist. Provide a valid source image."
  }

  struct Failure: Error { var message: String }

  /// Makes the container; gives the names of the extensions in it, in their order. Blocks.
  static func create(_ engine: String, name: String, _ arguments: [String]) -> Result<[String], Failure> {
    let command = arguments.map(Interpreter.quoted).joined(separator: " ")
    let lines = Interpreter.output(of: "{ \(command) 2>&1 && echo made; } | tail -n 5").split(separator: "\n").map(
      String.init)
    guard lines.last == "made" else {
      return .failure(Failure(message: "the container could not be made: \(lines.joined(separator: " "))"))
    }
    let (engine, name) = (Interpreter.quoted(engine), Interpreter.quoted(name))
    let listed = Interpreter.output(of: "\(engine) cp \(name):/opt/extensions - | tar -t | grep -E '^[^/]+/[^/]+$'")
    // Of `extensions/`, `extensions/one`, `extensions/folder/`, `extensions/folder/file` the second.
    let names = listed.split(separator: "\n").compactMap { line -> String? in
      let parts = line.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == 2 && !parts[1].isEmpty ? String(parts[1]) : nil
    }
    return .success(names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// Runs an extension in the container, as soon as that runs.
  static func extensionCommand(
    _ engine: String, name: String, _ file: String, _ variables: [(name: String, value: String)]
  ) -> String {
    let (engine, name) = (Interpreter.quoted(engine), Interpreter.quoted(name))
    var command = "for try in $(seq 200); do [ \"$(\(engine) inspect -f '{{.State.Running}}' \(name))\" = true ] && "
    command += "break; sleep 0.05; done; exec \(engine) exec --workdir /"
    for variable in variables { command += " --env " + Interpreter.quoted("\(variable.name)=\(variable.value)") }
    return command + " \(name) " + Interpreter.quoted("/opt/extensions/" + file)
  }

  /// How the container is made. It is in the machine's own network, so that it reaches the Runtime API and the emulator by
  /// their addresses.
  static func arguments(
    _ engine: String, name: String, image: String, _ function: LambdaFunction,
    _ variables: [(name: String, value: String)], owner: String
  ) -> [String] {
    let settings = function.image
    var all = [
      engine, "create", "--rm", "--network", "host", "--name", name, "--label", "cauce=\(owner)",
      "--memory", "\(function.memory)m", "--tmpfs", "/tmp:rw,exec,size=\(function.ephemeralStorage)m",
    ]
    // x86_64 is also what a function has that names nothing: the engine takes what the image has.
    if function.architecture == "arm64" { all += ["--platform", "linux/arm64"] }
    for variable in variables { all += ["--env", "\(variable.name)=\(variable.value)"] }
    if let folder = settings.workingDirectory, !folder.isEmpty { all += ["--workdir", folder] }
    var rest: [String] = []
    if let entryPoint = settings.entryPoint, let first = entryPoint.first {
      all += ["--entrypoint", first]
      rest = Array(entryPoint.dropFirst())
    }
    all.append(image)
    return all + rest + (settings.command ?? [])
  }

  /// Killing the command leaves the container of an engine with a daemon: it is removed by its name.
  static func remove(_ name: String, _ engine: String) {
    BlockingThread.start {
      _ = Interpreter.output(of: "\(Interpreter.quoted(engine)) rm --force \(Interpreter.quoted(name))")
    }
  }

  /// Removes what a server before this one left behind. Blocks.
  static func sweep(_ engine: String, owner: String) {
    let quoted = Interpreter.quoted(engine)
    let left = Interpreter.output(of: "\(quoted) ps --all --quiet --filter label=cauce=\(owner)")
    for id in left.split(separator: "\n") {
      _ = Interpreter.output(of: "\(quoted) rm --force \(Interpreter.quoted(String(id)))")
    }
  }
}
