import Protocols

/// Whether an answer is compressed, and how, from the first `Accept-Encoding` of the request, as DynamoDB reads it: more
/// leniently than RFC 9110, and never because `identity` is refused.
enum AnswerCompression {
  /// Shorter answers leave as they are.
  static let least = 4096

  private static let known: [(name: String, format: CompressionFormat)] = [("gzip", .gzip), ("deflate", .zlib)]

  /// Compresses a long body where the client takes that.
  static func compress(_ wire: inout WireAnswer, accepting accepted: String?) {
    guard wire.body.count >= least, let accepted, let (name, format) = choice(accepted) else { return }
    wire.body = Deflater.compress(wire.body, format)
    wire.fields.add("Content-Encoding", name)
  }

  /// The coding of the highest weight, the earlier one of two that are alike; `*` stands for those not named, after them.
  static func choice(_ accepted: String) -> (name: String, format: CompressionFormat)? {
    var weights: [(name: String, weight: Double)] = []
    var others = 0.0
    for element in accepted.split(separator: ",") {
      let parts = element.split(separator: ";", omittingEmptySubsequences: false)
      let name = trimmed(parts[0]).lowercased()
      let weight = weight(parts.dropFirst())
      if name == "*" { others = max(others, weight) }
      guard known.contains(where: { $0.name == name }) else { continue }
      if let place = weights.firstIndex(where: { $0.name == name }) {
        weights[place].weight = max(weights[place].weight, weight)
      } else {
        weights.append((name, weight))
      }
    }
    for (name, _) in known where !weights.contains(where: { $0.name == name }) { weights.append((name, others)) }
    var best: (name: String, weight: Double)?
    for each in weights where each.weight > (best?.weight ?? 0) { best = each }
    return best.flatMap { best in known.first { $0.name == best.name } }
  }

  /// Of the first parameter that has `q=` in it; 1 where there is none or it is no number, at most 1.
  private static func weight(_ parameters: ArraySlice<Substring>) -> Double {
    for parameter in parameters {
      guard let mark = parameter.lowercased().firstRange(of: "q=") else { continue }
      let text = trimmed(parameter.lowercased()[mark.upperBound...])
      return Double(text.hasSuffix(".") ? text + "0" : text).map { min(max($0, 0), 1) } ?? 1
    }
    return 1
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
