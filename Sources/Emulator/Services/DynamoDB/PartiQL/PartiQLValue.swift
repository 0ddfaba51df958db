/// Literals of a statement as DynamoDB's values.
enum PartiQLValue {
  /// A literal that breaks DynamoDB's rules for numbers is refused here, under the path that AWS calls root.
  static func number(_ text: [UInt8]) throws(PartiQLFault) -> PartiQLTerm {
    do {
      return .value(.number(try DecimalNumber(parsing: text)))
    } catch {
      throw PartiQLFault(error.message + " under root")
    }
  }

  /// What a term stands for, when it is made of literals alone; else a fault.
  static func value(of term: PartiQLTerm) throws(PartiQLFault) -> AttributeValue {
    switch term {
    case .value(let value): return value
    case .tuple(let members): return .map(try map(of: members))
    case .list(let terms):
      var elements: [AttributeValue] = []
      for each in terms { elements.append(try value(of: each)) }
      return .list(elements)
    case .bag(let terms): return try set(of: terms)
    case .call(let name, _, let place): throw .at(place, "Unsupported data type: \(name) under key root")
    case .path(let path, let place):
      throw .at(
        place, "Unsupported data type: \(String(decoding: path.name, as: UTF8.self)) under key root")
    case .missing: throw PartiQLFault("MISSING must be compared using IS operator")
    default: throw PartiQLFault("Unsupported data type: NAry under key root")
    }
  }

  static func map(of members: [(name: [UInt8], term: PartiQLTerm)]) throws(PartiQLFault) -> AttributeMap {
    var map = AttributeMap()
    for (name, term) in members {
      if map[name] != nil {
        throw PartiQLFault("Duplicate keys in tuple. Key: \(String(decoding: name, as: UTF8.self)) under root")
      }
      map[name] = try value(of: term)
    }
    return map
  }

  private static func set(of terms: [PartiQLTerm]) throws(PartiQLFault) -> AttributeValue {
    var strings: [[UInt8]] = []
    var numbers: [DecimalNumber] = []
    var binaries: [[UInt8]] = []
    for term in terms {
      switch try value(of: term) {
      case .string(let text): strings.append(text)
      case .number(let number): numbers.append(number)
      case .binary(let bytes): binaries.append(bytes)
      default:
        throw PartiQLFault("Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags")
      }
    }
    if terms.isEmpty { throw PartiQLFault("Empty bags are not supported") }
    func duplicates(_ shown: [String]) -> PartiQLFault {
      PartiQLFault(
        "One or more parameter values were invalid: Input collection [\(shown.joined(separator: ", "))] contains "
          + "duplicates.")
    }
    if strings.count == terms.count {
      if Set(strings).count != strings.count {
        throw duplicates(strings.map { String(decoding: $0, as: UTF8.self) })
      }
      return .stringSet(strings)
    }
    if numbers.count == terms.count {
      if Set(numbers).count != numbers.count {
        throw duplicates(numbers.map { String(decoding: $0.text, as: UTF8.self) })
      }
      return .numberSet(numbers)
    }
    if binaries.count == terms.count { return .binarySet(binaries) }
    throw PartiQLFault("Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags")
  }
}
