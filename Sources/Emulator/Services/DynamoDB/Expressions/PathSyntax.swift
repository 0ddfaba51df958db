/// A path as it is written: names may be placeholders still.
struct PathSyntax {
  enum Part {
    case name([UInt8])
    case placeholder([UInt8])
    case index(Int)
  }

  let parts: [Part]

  /// `name ( "." name | "[" digits "]" )*`
  static func parse(_ tokens: inout TokenStream) throws(ExpressionFault) -> PathSyntax {
    var parts: [Part] = [try name(&tokens)]
    while true {
      if tokens.take(.dot) {
        parts.append(try name(&tokens))
      } else if tokens.take(.leftBracket) {
        if tokens.kind != .digits { throw tokens.syntaxError }
        let digits = String(decoding: tokens.bytes, as: UTF8.self)
        guard let index = Int32(digits) else { throw .listIndex(digits) }
        tokens.advance()
        try tokens.expect(.rightBracket)
        parts.append(.index(Int(index)))
      } else {
        break
      }
    }
    return PathSyntax(parts: parts)
  }

  private static func name(_ tokens: inout TokenStream) throws(ExpressionFault) -> Part {
    switch tokens.kind {
    case .name: return .name(tokens.take())
    case .nameReference: return .placeholder(tokens.take())
    default: throw tokens.syntaxError
    }
  }

  /// The first part that is a reserved word written out.
  func checkReserved() throws(ExpressionFault) {
    for case .name(let name) in parts where ReservedWords.contains(name) { throw .reservedWord(name) }
  }

  func resolve(_ placeholders: inout Placeholders) throws(ExpressionFault) -> DocumentPath {
    var head: [UInt8] = []
    var steps: [DocumentPath.Step] = []
    for (index, part) in parts.enumerated() {
      switch part {
      case .name(let name):
        if index == 0 { head = name } else { steps.append(.name(name)) }
      case .placeholder(let placeholder):
        let name = try placeholders.name(placeholder)
        if index == 0 { head = name } else { steps.append(.name(name)) }
      case .index(let position): steps.append(.index(position))
      }
    }
    if parts.count > ItemSize.nestingLimit { throw .pathDepth(parts.count) }
    return DocumentPath(head, steps)
  }
}
