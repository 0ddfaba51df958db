import Protocols

/// `Expression` of GetPartitions: a filter like SQL's WHERE over the partition keys, each compared by its own type
/// (https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html). Truth has three values, as in SQL: a value
/// that is not of its key's type, and Hive's default partition, is unknown to every comparison.
struct PartitionExpression: Sendable {
  fileprivate indirect enum Node: Sendable {
    case or(Node, Node)
    case and(Node, Node)
    case not(Node)
    case compare(Int, Comparison, PartitionKeyValue)
    case among(Int, [PartitionKeyValue])
    case like(Int, [Character])
    case isNull(Int)
  }
  enum Comparison: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }

  private let root: Node
  private let types: [PartitionKeyType]

  init(_ text: String, keys: [Values<Column>]) throws(AWSError) {
    var parser = PartitionExpressionParser(text, keys: keys)
    root = try parser.expression()
    types = parser.types
  }

  func selects(_ values: [String]) throws(AWSError) -> Bool { evaluate(root, values) == true }

  private func evaluate(_ node: Node, _ values: [String]) -> Bool? {
    switch node {
    case .or(let left, let right):
      let a = evaluate(left, values)
      if a == true { return true }
      let b = evaluate(right, values)
      return b == true ? true : a == nil || b == nil ? nil : false
    case .and(let left, let right):
      let a = evaluate(left, values)
      if a == false { return false }
      let b = evaluate(right, values)
      return b == false ? false : a == nil || b == nil ? nil : true
    case .not(let inner): return evaluate(inner, values).map { !$0 }
    case .compare(let key, let comparison, let literal):
      guard let order = value(key, values)?.compare(literal) else { return nil }
      return switch comparison {
      case .equal: order == 0
      case .notEqual: order != 0
      case .less: order < 0
      case .lessOrEqual: order <= 0
      case .greater: order > 0
      case .greaterOrEqual: order >= 0
      }
    case .among(let key, let literals):
      guard let value = value(key, values) else { return nil }
      return literals.contains { value.compare($0) == 0 }
    case .like(let key, let pattern):
      return values[key] == PartitionKeyType.nullText ? nil : Self.like(Array(values[key]), pattern)
    case .isNull(let key): return values[key] == PartitionKeyType.nullText
    }
  }

  private func value(_ key: Int, _ values: [String]) -> PartitionKeyValue? { types[key].value(values[key]) }

  /// `%` is any characters, `_` is one. After a mismatch only the last `%` takes one more: nothing before it could help.
  private static func like(_ text: [Character], _ pattern: [Character]) -> Bool {
    var at = 0
    var mark = 0
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if mark < pattern.count, pattern[mark] == "%" {
        star = (mark, at)
        mark += 1
      } else if mark < pattern.count, pattern[mark] == "_" || pattern[mark] == text[at] {
        mark += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        mark = last.pattern + 1
        at = last.text + 1
      } else {
        return false
      }
    }
    return pattern[mark...].allSatisfy { $0 == "%" }
  }
}

/// Recursive descent over the filter's grammar.
private struct PartitionExpressionParser {
  private enum Token: Equatable {
    /// Upper case where it was not quoted.
    case word(String, original: String)
    case quoted(String)
    case string(String)
    case number(String)
    case symbol(String)
    case end
  }

  private let text: String
  private let names: [String]
  let types: [PartitionKeyType]
  private var tokens: [Token] = []
  private var index = 0
  private var depth = 0
  private static let deepest = 100

  init(_ text: String, keys: [Values<Column>]) {
    self.text = text
    names = keys.map { $0[Column.name].lowercased() }
    types = keys.map { PartitionKeyType($0[Column.type] ?? "string") }
  }

  mutating func expression() throws(AWSError) -> PartitionExpression.Node {
    tokens = try scan()
    let node = try or()
    guard tokens[index] == .end else { throw unsupported }
    return node
  }

  private var unsupported: AWSError { AWSError.invalidInput("Unsupported expression '\(text)'") }

  // MARK: Grammar

  private mutating func or() throws(AWSError) -> PartitionExpression.Node {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw unsupported }
    var node = try and()
    while take("OR") { node = .or(node, try and()) }
    return node
  }

  private mutating func and() throws(AWSError) -> PartitionExpression.Node {
    var node = try not()
    while take("AND") { node = .and(node, try not()) }
    return node
  }

  private mutating func not() throws(AWSError) -> PartitionExpression.Node {
    var negations = 0
    while take("NOT") { negations += 1 }
    let node = try primary()
    return negations % 2 == 0 ? node : .not(node)
  }

  private mutating func primary() throws(AWSError) -> PartitionExpression.Node {
    if takeSymbol("(") {
      let node = try or()
      guard takeSymbol(")") else { throw unsupported }
      return node
    }
    if let key = try column() { return try condition(on: key) }
    // A literal on the left: `2024 < year`.
    let left = try literalText()
    guard let comparison = comparison(), let key = try column() else { throw unsupported }
    let turned: PartitionExpression.Comparison =
      switch comparison {
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      case .equal, .notEqual: comparison
      }
    return .compare(key, turned, try value(left, for: key))
  }

  private mutating func condition(on key: Int) throws(AWSError) -> PartitionExpression.Node {
    if let comparison = comparison() { return .compare(key, comparison, try value(try literalText(), for: key)) }
    if take("IS") {
      let isNot = take("NOT")
      guard take("NULL") else { throw unsupported }
      return isNot ? .not(.isNull(key)) : .isNull(key)
    }
    let isNot = take("NOT")
    let node: PartitionExpression.Node
    if take("IN") {
      guard takeSymbol("(") else { throw unsupported }
      var literals = [try value(try literalText(), for: key)]
      while takeSymbol(",") { literals.append(try value(try literalText(), for: key)) }
      guard takeSymbol(")") else { throw unsupported }
      node = .among(key, literals)
    } else if take("BETWEEN") {
      let low = try value(try literalText(), for: key)
      guard take("AND") else { throw unsupported }
      let high = try value(try literalText(), for: key)
      node = .and(.compare(key, .greaterOrEqual, low), .compare(key, .lessOrEqual, high))
    } else if take("LIKE") {
      guard types[key] == .string else { throw unsupported }
      node = .like(key, Array(try literalText()))
    } else {
      throw unsupported
    }
    return isNot ? .not(node) : node
  }

  /// The position of the key that the next token names; nil when it is no name. An unknown name is refused.
  private mutating func column() throws(AWSError) -> Int? {
    let name: String
    switch tokens[index] {
    case .quoted(let text): name = text
    case .word(let upper, let original):
      // A typed literal, DATE '2026-01-01', begins with a word too.
      if upper == "DATE" || upper == "TIMESTAMP", case .string = tokens[index + 1] { return nil }
      name = original
    default: return nil
    }
    guard let key = names.firstIndex(of: name.lowercased()) else {
      throw AWSError.invalidInput("Unknown column '\(name)'")
    }
    index += 1
    return key
  }

  private mutating func literalText() throws(AWSError) -> String {
    if case .word(let word, _) = tokens[index], word == "DATE" || word == "TIMESTAMP" { index += 1 }
    switch tokens[index] {
    case .string(let text), .number(let text):
      index += 1
      return text
    default: throw unsupported
    }
  }

  private func value(_ text: String, for key: Int) throws(AWSError) -> PartitionKeyValue {
    guard let value = types[key].value(text) else {
      throw AWSError.invalidInput("\"\(text)\" is not \(types[key].article).")
    }
    return value
  }

  private mutating func comparison() -> PartitionExpression.Comparison? {
    guard case .symbol(let symbol) = tokens[index] else { return nil }
    let found: PartitionExpression.Comparison? =
      switch symbol {
      case "=": .equal
      case "<>", "!=": .notEqual
      case "<": .less
      case "<=": .lessOrEqual
      case ">": .greater
      case ">=": .greaterOrEqual
      default: nil
      }
    if found != nil { index += 1 }
    return found
  }

  private mutating func take(_ word: String) -> Bool {
    guard case .word(let upper, _) = tokens[index], upper == word else { return false }
    index += 1
    return true
  }

  private mutating func takeSymbol(_ symbol: String) -> Bool {
    guard tokens[index] == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  // MARK: Tokens

  private func scan() throws(AWSError) -> [Token] {
    var tokens: [Token] = []
    let characters = Array(text)
    var index = 0
    func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
    while index < characters.count {
      let character = characters[index]
      if character.isWhitespace {
        index += 1
      } else if character == "'" || character == "\"" || character == "`" {
        var value = ""
        index += 1
        while true {
          guard index < characters.count else { throw unsupported }
          if characters[index] == character {
            // Doubled, it is one of its own.
            guard index + 1 < characters.count, characters[index + 1] == character else { break }
            index += 1
          }
          value.append(characters[index])
          index += 1
        }
        index += 1
        tokens.append(character == "'" ? .string(value) : .quoted(value))
      } else if character.isNumber || (character == "-" || character == "."), !tokens.isEmpty {
        var value = String(character)
        index += 1
        while index < characters.count, characters[index].isNumber || characters[index] == "." {
          value.append(characters[index])
          index += 1
        }
        tokens.append(.number(value))
      } else if isPart(character) {
        var value = ""
        while index < characters.count, isPart(characters[index]) || characters[index] == "." {
          value.append(characters[index])
          index += 1
        }
        if value.allSatisfy({ $0.isNumber || $0 == "." }) {
          tokens.append(.number(value))
        } else {
          tokens.append(.word(value.uppercased(), original: value))
        }
      } else {
        let pair = String(characters[index..<min(index + 2, characters.count)])
        if ["<>", "!=", "<=", ">="].contains(pair) {
          tokens.append(.symbol(pair))
          index += 2
        } else if ["=", "<", ">", "(", ")", ","].contains(character) {
          tokens.append(.symbol(String(character)))
          index += 1
        } else {
          throw unsupported
        }
      }
    }
    tokens.append(.end)
    return tokens
  }
}
