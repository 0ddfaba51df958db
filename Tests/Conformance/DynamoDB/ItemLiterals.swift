import DynamoDB

// Short ways to write values in tests.

func s(_ text: String) -> AttributeValue { .string(text) }

func n(_ text: String) -> AttributeValue {
  (try? DecimalNumber(parsing: Array(text.utf8))).map { .number($0) } ?? .null
}

func b(_ bytes: UInt8...) -> AttributeValue { .binary(bytes) }

func l(_ elements: AttributeValue...) -> AttributeValue { .list(elements) }

func m(_ entries: KeyValuePairs<String, AttributeValue>) -> AttributeValue { .map(attributes(entries)) }

func ss(_ members: String...) -> AttributeValue { .stringSet(members.map { Array($0.utf8) }) }

func ns(_ members: Int...) -> AttributeValue { .numberSet(members.map { DecimalNumber($0) }) }

func attributes(_ entries: KeyValuePairs<String, AttributeValue>) -> AttributeMap {
  AttributeMap(entries.map { (Array($0.key.utf8), $0.value) })
}

func item(_ entries: KeyValuePairs<String, AttributeValue>) -> Item { Item(attributes(entries)) }

func placeholders(
  _ names: KeyValuePairs<String, String> = [:], _ values: KeyValuePairs<String, AttributeValue> = [:]
) -> Placeholders {
  Placeholders(names: names.map { (Array($0.key.utf8), Array($0.value.utf8)) }, values: attributes(values))
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
