import Protocols

/// Finds the operation of a REST request by method, path, query and fields, as the bindings of the models say. The most
/// particular binding is tried first: one that asks for query parameters or fields before one that does not, a fixed
/// path before one of labels.
struct RestRouter {
  struct Match {
    var operation: String
    /// Still percent-encoded.
    var labels: [(name: String, value: String)]
  }

  private enum Segment {
    case fixed(String)
    case label(String)
    /// The rest of the path, slashes included.
    case greedy(String)
  }

  private struct Route {
    var operation: String
    var method: String
    var segments: [Segment]
    /// Parameters with a value that must be equal; an empty value asks for the key alone.
    var query: [(key: String, value: String)]
    var queryKeys: [String]
    var header: String?

    var weight: Int {
      var weight = query.count * 100 + queryKeys.count * 100 + (header == nil ? 0 : 50)
      for segment in segments {
        switch segment {
        case .fixed: weight += 3
        case .label: weight += 2
        case .greedy: weight += 1
        }
      }
      return weight
    }
  }

  private var byMethod: [String: [Route]] = [:]
  var isEmpty: Bool { byMethod.isEmpty }

  init(_ operations: [OperationEntry], _ unbuilt: [UnbuiltOperation]) {
    var routes: [Route] = []
    for operation in operations { if let http = operation.http { routes.append(Self.route(operation.name, http)) } }
    for operation in unbuilt { if let http = operation.http { routes.append(Self.route(operation.name, http)) } }
    for route in routes { byMethod[route.method, default: []].append(route) }
    for method in byMethod.keys { byMethod[method]!.sort { $0.weight > $1.weight } }
  }

  private static func route(_ name: String, _ http: HTTPBinding) -> Route {
    let parts = http.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var segments: [Segment] = []
    for piece in parts[0].split(separator: "/", omittingEmptySubsequences: true) {
      if piece.hasPrefix("{"), piece.hasSuffix("+}") {
        segments.append(.greedy(String(piece.dropFirst().dropLast(2))))
      } else if piece.hasPrefix("{") {
        segments.append(.label(String(piece.dropFirst().dropLast())))
      } else {
        segments.append(.fixed(String(piece)))
      }
    }
    var query: [(key: String, value: String)] = []
    if parts.count > 1 {
      for pair in parts[1].split(separator: "&") {
        let sides = pair.split(separator: "=", maxSplits: 1)
        // `x-id` is a hint of newer models that older clients do not send.
        if sides[0] == "x-id" { continue }
        query.append((String(sides[0]), sides.count > 1 ? String(sides[1]) : ""))
      }
    }
    return Route(
      operation: name, method: http.method, segments: segments, query: query, queryKeys: http.queryKeys,
      header: http.header)
  }

  func match(_ head: HTTPRequestHead, path: String) -> Match? {
    guard let routes = byMethod[head.method] else { return nil }
    let fields = head.query.isEmpty ? [] : (try? Form.parse(head.query)) ?? []
    for route in routes {
      guard let labels = match(route.segments, path.utf8) else { continue }
      let hasQuery = route.query.allSatisfy { wanted in
        fields.contains { $0.name == wanted.key && (wanted.value.isEmpty || $0.value == wanted.value) }
      }
      guard hasQuery, route.queryKeys.allSatisfy({ key in fields.contains { $0.name == key } }) else { continue }
      if let header = route.header, head.fields[header] == nil { continue }
      return Match(operation: route.operation, labels: labels)
    }
    return nil
  }

  /// A trailing slash is no segment of its own, unless a greedy label takes it.
  private func match(
    _ segments: [Segment], _ path: String.UTF8View
  ) -> [(name: String, value: String)]? {
    var labels: [(name: String, value: String)] = []
    var index = path.startIndex
    let slash = UInt8(ascii: "/")
    for segment in segments {
      guard index != path.endIndex, path[index] == slash else { return nil }
      let start = path.index(after: index)
      if case .greedy(let name) = segment {
        guard start != path.endIndex else { return nil }
        labels.append((name, String(path[start...]) ?? ""))
        return labels
      }
      let end = path[start...].firstIndex(of: slash) ?? path.endIndex
      switch segment {
      case .fixed(let text): guard path[start..<end].elementsEqual(text.utf8) else { return nil }
      case .label(let name):
        guard start != end else { return nil }
        labels.append((name, String(path[start..<end]) ?? ""))
      case .greedy: break
      }
      index = end
    }
    if index == path.endIndex { return labels }
    return path.index(after: index) == path.endIndex ? labels : nil
  }
}
