import Protocols

/// Where results go: `s3://bucket/prefix/`.
struct OutputLocation: Sendable, Equatable {
  var bucket: String
  /// Empty, or ended by a slash.
  var prefix: String

  init?(_ text: String) {
    guard text.hasPrefix("s3://") else { return nil }
    let rest = text.dropFirst("s3://".count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    bucket = String(rest[..<slash])
    prefix = slash == rest.endIndex ? "" : String(rest[rest.index(after: slash)...])
    if !prefix.isEmpty, !prefix.hasSuffix("/") { prefix += "/" }
    if bucket.isEmpty { return nil }
  }

  func object(_ name: String) -> ObjectName { ObjectName(bucket: bucket, key: prefix + name) }

  /// The workgroup's when it is enforced, else the request's, else the workgroup's.
  static func of(
    _ configuration: Values<ResultConfiguration>?, _ group: Values<WorkGroup>
  ) throws(AWSError) -> OutputLocation {
    let settings = group[WorkGroup.configuration]
    let ofGroup = settings?[WorkGroupConfiguration.resultConfiguration]?[ResultConfiguration.outputLocation]
    let ofRequest = configuration?[ResultConfiguration.outputLocation]
    let isEnforced = settings?[WorkGroupConfiguration.enforceWorkGroupConfiguration] ?? false
    let text = isEnforced ? ofGroup ?? ofRequest : ofRequest ?? ofGroup
    guard let text, !text.isEmpty else {
      throw AWSError.invalidRequest(
        "No output location provided. An output location is required either through the Workgroup result configuration "
          + "setting or as an API input.")
    }
    guard let location = OutputLocation(text) else {
      throw AWSError.invalidRequest("outputLocation is not a valid S3 path.")
    }
    return location
  }
}

/// An object by bucket and key.
struct ObjectName: Sendable, Equatable {
  var bucket: String
  var key: String
  var url: String { "s3://\(bucket)/\(key)" }

  init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  init?(url: String) {
    guard url.hasPrefix("s3://") else { return nil }
    let rest = url.dropFirst("s3://".count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    bucket = String(rest[..<slash])
    key = String(rest[rest.index(after: slash)...])
  }
}
