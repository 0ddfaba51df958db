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

  /// The image runs in the machine's own network, so that it reaches the Runtime API and the emulator by their addresses.
  static func arguments(
    _ engine: String, name: String, image: String, _ function: LambdaFunction,
    _ variables: [(name: String, value: String)], owner: String
  ) -> [String] {
    let settings = function.image
    var all = [
      engine, "run", "--rm", "--network", "host", "--name", name, "--label", "cauce=\(owner)",
      "--memory", "\(function.memory)m", "--tmpfs", "/tmp:rw,exec,size=\(function.ephemeralStorage)m",
    ]
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
  static func remove(_ name: String, _ engine: String?) {
    guard let engine else { return }
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
