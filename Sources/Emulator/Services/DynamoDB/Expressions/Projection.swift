/// The attributes and nested parts that a read returns.
package struct Projection: Sendable {
  /// The asked-for parts of one attribute or element; `isWhole` where all of it is asked for.
  private struct Branch: Sendable {
    var isWhole = false
    var names: [(name: [UInt8], branch: Branch)] = []
    var indexes: [(index: Int, branch: Branch)] = []
  }

  private var root = Branch()
  package let paths: [DocumentPath]

  package init(paths: [DocumentPath]) {
    self.paths = paths
    for path in paths {
      Projection.insert([.name(path.name)] + path.steps, into: &root)
    }
  }

  /// `path ( "," path )*`. Faults, in their order: syntax, reserved words, undefined names, overlapping paths,
  /// conflicting paths.
  package static func parse(
    _ text: [UInt8], _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Projection {
    var tokens = try TokenStream(text)
    var written = [try PathSyntax.parse(&tokens)]
    while tokens.take(.comma) { written.append(try PathSyntax.parse(&tokens)) }
    if tokens.kind != .end { throw tokens.syntaxError }
    for path in written { try path.checkReserved() }
    var paths: [DocumentPath] = []
    for path in written { paths.append(try path.resolve(&placeholders)) }
    try DocumentPath.checkApart(paths)
    return Projection(paths: paths)
  }

  private static func insert(_ steps: [DocumentPath.Step], into branch: inout Branch) {
    guard let step = steps.first else {
      branch.isWhole = true
      return
    }
    let rest = Array(steps.dropFirst())
    switch step {
    case .name(let name):
      let found = branch.names.firstIndex { $0.name == name }
      let position = found ?? branch.names.count
      if found == nil { branch.names.append((name, Branch())) }
      insert(rest, into: &branch.names[position].branch)
    case .index(let index):
      let found = branch.indexes.firstIndex { $0.index >= index }
      let position = found ?? branch.indexes.count
      if found == nil || branch.indexes[position].index != index {
        branch.indexes.insert((index, Branch()), at: position)
      }
      insert(rest, into: &branch.indexes[position].branch)
    }
  }

  /// What the item has of it: maps keep only the names asked for, lists the elements asked for, in their order and
  /// without gaps. What the item does not have is left out.
  package func applied(to item: Item) -> Item {
    var result = Item()
    item.forEachAttribute { name, place in
      guard let branch = root.names.first(where: { item.bytes[name].elementsEqual($0.name) })?.branch else { return }
      if branch.isWhole {
        item.copy(name, place, to: &result)
      } else if let part = Projection.part(branch, of: item.value(at: place)) {
        result.append(Array(item.bytes[name]), part)
      }
    }
    return result
  }

  private static func part(_ branch: Branch, of value: AttributeValue) -> AttributeValue? {
    if branch.isWhole { return value }
    switch value {
    case .map(let map):
      var parts = AttributeMap()
      for (name, inner) in branch.names {
        if let value = map[name], let part = part(inner, of: value) { parts[name] = part }
      }
      return parts.count == 0 ? nil : .map(parts)
    case .list(let elements):
      var parts: [AttributeValue] = []
      for (index, inner) in branch.indexes where index < elements.count {
        if let part = part(inner, of: elements[index]) { parts.append(part) }
      }
      return parts.isEmpty ? nil : .list(parts)
    case .string, .number, .binary, .null, .bool, .stringSet, .numberSet, .binarySet: return nil
    }
  }
}
