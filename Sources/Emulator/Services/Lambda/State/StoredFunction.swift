import Protocols

/// A function's version as the store keeps it: one JSON document. What a newer field lacks in an older document has its
/// default.
extension LambdaFunction {
  var document: [UInt8] {
    var all = JSONObject()
    all["runtime"] = .string(runtime)
    all["role"] = .string(role)
    all["handler"] = .string(handler)
    all["description"] = .string(description)
    all["timeout"] = .number(String(timeout))
    all["memory"] = .number(String(memory))
    if let environment {
      let names = environment.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      all["environment"] = .object(
        JSONObject(names.map { JSONObject.Member(key: $0, value: .string(environment[$0] ?? "")) }))
    }
    all["storage"] = .number(String(ephemeralStorage))
    all["architecture"] = .string(architecture)
    if let ownLogGroup { all["log_group"] = .string(ownLogGroup) }
    if !layers.isEmpty { all["layers"] = .array(layers.map { .string($0) }) }
    if let deadLetterTarget { all["dead_letter"] = .string(deadLetterTarget) }
    if let entryPoint = image.entryPoint { all["entry_point"] = .array(entryPoint.map { .string($0) }) }
    if let command = image.command { all["command"] = .array(command.map { .string($0) }) }
    if let folder = image.workingDirectory { all["working_directory"] = .string(folder) }
    switch code {
    case .zip(let id, let sha256, let size):
      all["code_id"] = .string(id)
      all["code_sha256"] = .string(sha256)
      all["code_size"] = .number(String(size))
    case .folder(let path): all["code_folder"] = .string(path)
    case .image(let uri): all["code_image"] = .string(uri)
    case .none: break
    }
    all["revision"] = .string(revisionID)
    all["modified"] = .number(String(lastModified.milliseconds))
    return JSONValue.object(all).bytes
  }

  init(_ key: Key, version: String, document: [UInt8]) {
    let all = (try? JSONValue.parse(document)) ?? .null
    func text(_ name: String) -> String { all[name]?.string ?? "" }
    func texts(_ name: String) -> [String]? { all[name]?.array?.compactMap(\.string) }
    let code: Code =
      if let id = all["code_id"]?.string {
        .zip(id: id, sha256: text("code_sha256"), size: all["code_size"]?.int ?? 0)
      } else if let path = all["code_folder"]?.string {
        .folder(path: path)
      } else if let uri = all["code_image"]?.string {
        .image(uri: uri)
      } else {
        .none
      }
    self.init(
      key: key, version: version, runtime: text("runtime"), role: text("role"), handler: text("handler"),
      description: text("description"), timeout: all["timeout"]?.int ?? 3, memory: all["memory"]?.int ?? 128,
      environment: all["environment"]?.object.map { object in
        var variables: [String: String] = [:]
        for member in object.members { variables[member.key] = member.value.string ?? "" }
        return variables
      }, ephemeralStorage: all["storage"]?.int ?? 512, architecture: all["architecture"]?.string ?? "x86_64",
      ownLogGroup: all["log_group"]?.string, layers: texts("layers") ?? [],
      deadLetterTarget: all["dead_letter"]?.string,
      image: ImageSettings(
        entryPoint: texts("entry_point"), command: texts("command"),
        workingDirectory: all["working_directory"]?.string),
      code: code, revisionID: text("revision"),
      lastModified: Timestamp(milliseconds: Int64(all["modified"]?.int ?? 0)))
  }
}
