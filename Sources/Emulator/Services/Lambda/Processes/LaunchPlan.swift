/// How a function's program is started on this machine.
struct LaunchPlan {
  /// Where the function's files lie.
  struct Place: Sendable {
    /// The package's folder; empty for container images.
    var root: String
    /// The folders of its layers, the last one first: what is found first counts.
    var layers: [String] = []
  }

  /// This machine's architecture, in Lambda's words.
  #if arch(arm64)
    static let machine = "arm64"
  #else
    static let machine = "x86_64"
  #endif

  var launch: ChildProcesses.Launch
  /// The external extensions, by the names of their files, in the order of these. The first one makes the folders that all
  /// see, in the place of the function's program.
  var extensions: [(name: String, launch: ChildProcesses.Launch)] = []
  /// The container, for images: its name, how it is made, and how an extension in it is run.
  var container: Container?

  struct Container: Sendable {
    var name: String
    var engine: String
    var making: [String]
    var variables: [(name: String, value: String)]
    /// Of the engine's command.
    var environment: [String]

    func launch(_ file: String) -> ChildProcesses.Launch {
      let command = ContainerEngine.extensionCommand(
        engine, name: name, file, variables.filter { !ProcessEnvironment.isOfRuntime($0.name) })
      return ChildProcesses.Launch(
        path: "/bin/sh", arguments: ["sh", "-c", command], environment: environment, folder: "/")
    }
  }

  init(
    _ function: LambdaFunction, _ interpreter: Interpreter, _ place: Place, _ environment: ProcessEnvironment,
    _ house: ProcessHouse
  ) {
    if case .image(let uri) = function.code {
      let name = "cauce-\(house.shortID())"
      let variables = environment.containerVariables
      container = Container(
        name: name, engine: interpreter.path,
        making: ContainerEngine.arguments(
          interpreter.path, name: name, image: uri, function, variables, owner: house.containerOwner),
        variables: variables, environment: environment.engineLines)
      launch = ChildProcesses.Launch(
        path: interpreter.path, arguments: [interpreter.path, "start", "--attach", name],
        environment: environment.engineLines, folder: "/")
      return
    }
    var path = interpreter.path
    var arguments = [path]
    switch RuntimeName(function.runtime) {
    case .python: arguments.append(house.bootstraps.python)
    case .node: arguments.append(house.bootstraps.node)
    case .ruby: arguments.append(house.bootstraps.ruby)
    case .java:
      let classes = [place.root, place.root + "/lib/*"] + place.layers.map { $0 + "/java/lib/*" }
      arguments += [
        "-Xmx\(function.memory)m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Djava.io.tmpdir=" + environment.temporaryFolder, "-cp",
        classes.joined(separator: ":"), house.bootstraps.java,
      ]
    case .provided, nil:
      let found = ([place.root] + place.layers).map { $0 + "/bootstrap" }
      path = found.first { ProcessTable.isProgram($0) } ?? found[0]
      arguments = [path]
    }
    // A script that starts the runtime (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper).
    if arguments.count > 1, let wrapper = function.environment?["AWS_LAMBDA_EXEC_WRAPPER"], !wrapper.isEmpty {
      path = wrapper
      arguments.insert(wrapper, at: 0)
    }
    container = nil
    launch = ChildProcesses.Launch(
      path: path, arguments: arguments, environment: environment.lines, folder: place.root,
      folders: ProcessFolders(
        temporary: environment.temporaryFolder, size: function.ephemeralStorage, layers: place.layers,
        program: interpreter.path.isEmpty ? path : interpreter.path))
    extensions = LaunchPlan.extensions(place.layers).map { name, path in
      (
        name,
        ChildProcesses.Launch(
          path: path, arguments: [path], environment: environment.extensionLines, folder: "/")
      )
    }
    if !extensions.isEmpty {
      extensions[0].launch.folders = launch.folders
      extensions[0].launch.isShared = true
      launch.folders = nil
    }
  }

  /// What lies in the folders `extensions` of the layers, the last layer's before those of the others; by name.
  private static func extensions(_ layers: [String]) -> [(name: String, path: String)] {
    var found: [String: String] = [:]
    for layer in layers {
      for name in FolderTree.names(in: layer + "/extensions") where found[name] == nil {
        let path = layer + "/extensions/" + name
        if !FolderTree.isFolder(path) { found[name] = path }
      }
    }
    return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }
}
