import Protocols

/// The resource policy of a function: statements that AddPermission wrote, as AWS words them (recorded from AWS).
struct ResourcePolicy {
  /// Bytes of a whole policy.
  static let limit = 20_480

  /// Each a JSON object, in the order they were added.
  var statements: [String]

  var text: String {
    #"{"Version":"2012-10-17","Id":"default","Statement":[\#(statements.joined(separator: ","))]}"#
  }

  /// Follows from the text, so that it changes with every change.
  var revisionID: String {
    let digits = Array(Hex.encode(SHA256.hash(text)))
    let ends = [8, 12, 16, 20, 32]
    var start = 0
    return ends.map { end in
      defer { start = end }
      return String(digits[start..<end])
    }.joined(separator: "-")
  }

  /// What a permission is granted to and under which conditions.
  struct Permission {
    var sid: String
    var action: String
    var principal: String
    var resource: String
    var sourceARN: String?
    var sourceAccount: String?
    var eventSourceToken: String?
    var organization: String?
    var urlAuthType: String?
    var invokedViaURL: Bool?
  }

  /// The statement for a permission. The action's name is not checked (recorded from AWS).
  static func statement(_ permission: Permission) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    func pair(_ key: String, _ value: String) {
      writer.key(key)
      writer.string(value)
    }
    pair("Sid", permission.sid)
    pair("Effect", "Allow")
    writer.key("Principal")
    if permission.principal == "*" {
      writer.string("*")
    } else {
      writer.beginObject()
      if permission.principal.hasPrefix("arn:") {
        pair("AWS", permission.principal)
      } else if permission.principal.utf8.count == 12, permission.principal.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
        pair("AWS", "arn:aws:iam::\(permission.principal):root")
      } else {
        pair("Service", permission.principal)
      }
      writer.endObject()
    }
    pair("Action", permission.action)
    pair("Resource", permission.resource)
    var equals: [(String, String)] = []
    if let account = permission.sourceAccount { equals.append(("AWS:SourceAccount", account)) }
    if let organization = permission.organization { equals.append(("aws:PrincipalOrgID", organization)) }
    if let token = permission.eventSourceToken { equals.append(("lambda:EventSourceToken", token)) }
    if let type = permission.urlAuthType { equals.append(("lambda:FunctionUrlAuthType", type)) }
    if !equals.isEmpty || permission.sourceARN != nil || permission.invokedViaURL != nil {
      writer.key("Condition")
      writer.beginObject()
      func condition(_ name: String, _ pairs: [(String, String)]) {
        if pairs.isEmpty { return }
        writer.key(name)
        writer.beginObject()
        for (key, value) in pairs { pair(key, value) }
        writer.endObject()
      }
      condition("StringEquals", equals)
      condition(
        "Bool", permission.invokedViaURL.map { [("lambda:InvokedViaFunctionUrl", $0 ? "true" : "false")] } ?? [])
      condition("ArnLike", permission.sourceARN.map { [("AWS:SourceArn", $0)] } ?? [])
      writer.endObject()
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
