import Protocols

/// Attributes as a column keeps them: a JSON object of texts.
enum AttributeText {
  static func write(_ attributes: [String: String]) -> String {
    var object = JSONObject()
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
    return JSONValue.object(object).text
  }

  static func read(_ text: String) -> [String: String] {
    var all: [String: String] = [:]
    for member in (try? JSONValue.parse(text))?.object?.members ?? [] { all[member.key] = member.value.string }
    return all
  }
}
