import Protocols

/// The fields of a form that uploads a file, and what follows from them.
struct PostForm: Sendable {
  /// In the order in which they came.
  private(set) var fields: [(name: String, value: String)] = []
  var filename = ""

  mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

  /// The first field of that name, case aside.
  subscript(_ name: String) -> String? {
    fields.first { HTTPFields.sameName($0.name, name) }?.value
  }

  private var byName: [String: String] {
    var all: [String: String] = [:]
    for field in fields where all[field.name.lowercased()] == nil { all[field.name.lowercased()] = field.value }
    return all
  }

  /// `${filename}` in the key stands for the file's name.
  func key() throws(AWSError) -> String {
    guard let key = self["key"] else { throw PostForm.missing("key") }
    if filename.isEmpty { return key }
    return key.split(separator: "${filename}", omittingEmptySubsequences: false).joined(separator: filename)
  }

  static func missing(_ name: String) -> AWSError {
    .invalidArgument(
      name, "",
      "Bucket POST must contain a field named '\(name)'.  If it is specified, please check the order of the fields.")
  }

  /// Checks the fields that carry a signature and the policy; nil for a form without one.
  func policy(bucket: String, now: Timestamp) throws(AWSError) -> PostPolicy? {
    guard let text = self["policy"] else {
      if self["x-amz-signature"] != nil || self["signature"] != nil { throw PostForm.missing("policy") }
      return nil
    }
    if self["awsaccesskeyid"] != nil || self["signature"] != nil {
      for name in ["AWSAccessKeyId", "Signature"] where self[name] == nil { throw PostForm.missing(name) }
    } else if ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"].contains(where: {
      self[$0] != nil
    }) {
      for name in ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"] where self[name] == nil {
        throw PostForm.missing(name)
      }
    } else {
      throw AWSError.accessDenied()
    }
    let policy = try PostPolicy(text)
    var all = byName
    all["bucket"] = bucket
    // With the name of the file in it.
    if let whole = try? key() { all["key"] = whole }
    try policy.check(all, now: now)
    return policy
  }

  /// What the form says of the object, as the head of a PUT would say it.
  func head(bucket: String, type: String?) throws(AWSError) -> HTTPRequestHead {
    var head = HTTPFields()
    for field in fields {
      let name = field.name.lowercased()
      switch name {
      case "acl": head.add("x-amz-acl", field.value)
      case "tagging": head.add("x-amz-tagging", try PostForm.tags(field.value))
      case "cache-control", "content-type", "content-disposition", "content-encoding", "expires", "content-md5":
        head.add(field.name, field.value)
      case "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token",
        "x-amz-trailer", "x-amz-copy-source":
        continue
      default: if name.hasPrefix("x-amz-") { head.add(name, field.value) }
      }
    }
    return HTTPRequestHead(method: "POST", path: "/\(bucket)", query: "", fields: head, contentLength: nil)
  }

  /// The tags of a form are the document of PutObjectTagging.
  private static func tags(_ text: String) throws(AWSError) -> String {
    let format = S3Service.description.format(.restXML)
    let head = HTTPRequestHead(method: "PUT", path: "/", query: "", fields: HTTPFields(), contentLength: nil)
    let input = try format.input(PutObjectTagging.Input.shape, head: head, labels: [], body: Array(text.utf8))
    let structure = input[named: "Tagging"]
    guard case .structure(let tagging) = structure else { throw AWSError.malformedXML() }
    let values = Values<ObjectTagging>(tagging)
    guard values.has(ObjectTagging.tagSet) else { throw AWSError.malformedXML() }
    return Form.encode(values[ObjectTagging.tagSet].map { Form.Field($0[ObjectTag.key], $0[ObjectTag.value]) }).text
  }
}

extension [UInt8] {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
