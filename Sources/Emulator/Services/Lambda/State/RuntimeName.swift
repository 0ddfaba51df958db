/// A function's runtime, as far as it is emulated: how its process is run.
enum RuntimeName: Equatable {
  /// `python3.x`; the exact version's name, `python3.11`.
  case python(version: String)
  /// `nodejs20.x`; the major version.
  case node(major: Int)
  /// `ruby3.x`; the version, `3.3`.
  case ruby(version: String)
  /// `java17`; the major version.
  case java(major: Int)
  /// The package brings a `bootstrap` program.
  case provided

  /// nil for runtimes that are not emulated.
  init?(_ name: String) {
    if name.hasPrefix("python3.") {
      self = .python(version: name)
    } else if name.hasPrefix("nodejs"), let major = Int(name.dropFirst("nodejs".count).prefix { $0 != "." }) {
      self = .node(major: major)
    } else if name == "nodejs" {
      self = .node(major: 0)
    } else if name.hasPrefix("ruby") {
      self = .ruby(version: String(name.dropFirst("ruby".count)))
    } else if name.hasPrefix("java"), let major = Int(name.dropFirst("java".count).prefix { $0 != "." }) {
      self = .java(major: major)
    } else if name == "provided" || name.hasPrefix("provided.") {
      self = .provided
    } else {
      return nil
    }
  }
}
