import Testing

@testable import DynamoDB

@Suite struct DecimalNumberTests {
  static let canonicalTextCases: [(String, String)] = [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("0e126", "0"), ("1", "1"), ("+3", "3"), ("-7.1234", "-7.1234"),
    ("0001.2300", "1.23"), (".123", "0.123"), ("5.", "5"), ("1e3", "1000"), ("1E+3", "1000"), ("1000.0", "1000"),
    ("-17.4E37", "-174000000000000000000000000000000000000"), ("1e-5", "0.00001"), ("0.1e126", "1" + zeros(125)),
    ("9.9999999999999999999999999999999999999E+125", repeatElement("9", count: 38).joined() + zeros(88)),
    ("1e-130", "0." + zeros(129) + "1"),
    ("314159265358979323846.26433832795028841", "314159265358979323846.26433832795028841"),
    ("100200", "100200"), ("10.010", "10.01"), ("1" + zeros(40), "1" + zeros(40)),
  ]

  @Test(arguments: DecimalNumberTests.canonicalTextCases)
  func canonicalText(text: String, canonical: String) throws {
    let number = try DecimalNumber(parsing: Array(text.utf8))
    #expect(String(decoding: number.text, as: UTF8.self) == canonical)
    #expect(try DecimalNumber(parsing: number.text) == number)
    if DecimalNumber.isCanonical(ArraySlice(text.utf8)) { #expect(text == canonical) }
  }

  static let refusedCases: [(String, NumberFault)] = [
    ("", NumberFault.empty), ("NaN", .notANumber("NaN")), ("Infinity", .notANumber("Infinity")),
    ("-", .notANumber("-")), (".", .notANumber(".")), (" 1", .notANumber(" 1")), ("1 ", .notANumber("1 ")),
    ("1e", .notANumber("1e")), ("1e+", .notANumber("1e+")), ("--1", .notANumber("--1")), ("1-", .notANumber("1-")),
    ("1.2.3", .notANumber("1.2.3")), ("e5", .notANumber("e5")), ("1e5e5", .notANumber("1e5e5")),
    ("1e1.5", .notANumber("1e1.5")),
    ("1e126", .overflow), ("-11e125", .overflow), ("1.0e100000000000000000000", .overflow), ("1e-131", .underflow),
    ("0.9e-130", .underflow), ("123456789012345678901234567890123456789", .tooManyDigits),
    ("-1.23456789012345678901234567890123456789", .tooManyDigits),
    ("123456789012345678901234567890123456789e100", .overflow),
  ]

  @Test(arguments: DecimalNumberTests.refusedCases)
  func refused(text: String, fault: NumberFault) {
    #expect(throws: fault) { try DecimalNumber(parsing: Array(text.utf8)) }
  }

  @Test func faultsSpeakAsDynamoDBDoes() {
    #expect(NumberFault.empty.message == "The parameter cannot be converted to a numeric value")
    #expect(NumberFault.notANumber("b").message == "The parameter cannot be converted to a numeric value: b")
    #expect(NumberFault.tooManyDigits.message == "Attempting to store more than 38 significant digits in a Number")
  }

  static let sumsCases: [(String, String, String)] = [
    ("1", "10000000000000000000000", "10000000000000000000001"), ("0.1", "0.2", "0.3"), ("5", "-5", "0"),
    ("9e125", "9e124", "99e124"), ("99999999999999999999999999999999999999", "1", "1e38"),
    ("1e38", "-1", "99999999999999999999999999999999999999"), ("-1e-130", "1e-130", "0"), ("7", "0", "7"),
  ]

  @Test(arguments: DecimalNumberTests.sumsCases)
  func sums(one: String, other: String, sum: String) throws {
    let left = try DecimalNumber(parsing: Array(one.utf8))
    let right = try DecimalNumber(parsing: Array(other.utf8))
    let expected = try DecimalNumber(parsing: Array(sum.utf8))
    #expect(try left.adding(right) == expected)
    #expect(try right.adding(left) == expected)
    #expect(try expected.subtracting(right) == left)
  }

  static let sumsThatDoNotFitCases: [(String, String)] = [
    ("9e125", "9e125"), ("1e50", "1"), ("1e50", "-1"), ("1e125", "1e-130"),
    ("99999999999999999999999999999999999999", "0.1"),
  ]

  @Test(arguments: DecimalNumberTests.sumsThatDoNotFitCases)
  func sumsThatDoNotFit(one: String, other: String) throws {
    let left = try DecimalNumber(parsing: Array(one.utf8))
    let right = try DecimalNumber(parsing: Array(other.utf8))
    #expect(throws: NumberFault.overflow) { try left.adding(right) }
  }

  /// Sums and order of random numbers agree with schoolbook arithmetic on a row of decimal digits.
  @Test func agreesWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<4000 {
      let left = DigitRow.random(using: &generator)
      let right = DigitRow.random(using: &generator)
      let one = try DecimalNumber(parsing: Array(left.text.utf8))
      let other = try DecimalNumber(parsing: Array(right.text.utf8))
      #expect((one < other) == (left.signed.compare(right.signed) < 0), "\(left.text) < \(right.text)")
      #expect((one == other) == (left.signed.compare(right.signed) == 0))
      let sum = left.signed.adding(right.signed)
      let result = try? one.adding(other)
      if let expected = sum.number {
        #expect(result == expected, "\(left.text) + \(right.text)")
      } else {
        #expect(result == nil, "\(left.text) + \(right.text)")
      }
    }
  }

  /// The bytes of keys order as the numbers do.
  @Test func keyOrderAgreesWithThePlainModel() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<4000 {
      let left = DigitRow.random(using: &generator)
      let right = DigitRow.random(using: &generator)
      var one: [UInt8] = []
      var other: [UInt8] = []
      KeyEncoding.append(try DecimalNumber(parsing: Array(left.text.utf8)), to: &one)
      KeyEncoding.append(try DecimalNumber(parsing: Array(right.text.utf8)), to: &other)
      let order = left.signed.compare(right.signed)
      #expect(one.lexicographicallyPrecedes(other) == (order < 0), "\(left.text) \(right.text)")
      #expect((one == other) == (order == 0))
    }
  }

  @Test func keysOfOrderedNumbersAreOrdered() throws {
    let ordered = [
      "-9.9e125", "-1e125", "-100", "-99", "-1.23", "-1.2", "-1.1999", "-1", "-0.5", "-1e-130", "0", "1e-130",
      "0.09", "0.1", "0.11", "1", "1.1", "9", "10", "10.5", "11", "99", "100", "1e38", "1e125", "9.9e125",
    ]
    var keys: [[UInt8]] = []
    for text in ordered {
      var key: [UInt8] = []
      KeyEncoding.append(try DecimalNumber(parsing: Array(text.utf8)), to: &key)
      keys.append(key)
    }
    for index in 1..<keys.count {
      #expect(keys[index - 1].lexicographicallyPrecedes(keys[index]), "\(ordered[index - 1]) < \(ordered[index])")
    }
  }
}

private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

/// A number as DynamoDB would have it written, and the same on the row of all its possible digits.
private struct DigitRow {
  let text: String
  let signed: SignedDigits

  static func random(using generator: inout SeededGenerator) -> DigitRow {
    // Few distinct shapes, so that equal, cancelling and neighbouring numbers are frequent.
    let count = [1, 1, 2, 3, 20, 37, 38].randomElement(using: &generator) ?? 1
    var digits: [Int] = (0..<count).map { _ in [0, 0, 1, 5, 9, 9].randomElement(using: &generator) ?? 1 }
    if Bool.random(using: &generator) { digits[0] = 1 }
    let reach = [3, 3, 40, 120].randomElement(using: &generator) ?? 3
    let exponent = min(Int.random(in: (-reach)...reach, using: &generator), 125 - count)
    let isNegative = Bool.random(using: &generator)
    let text = (isNegative ? "-" : "") + digits.map(String.init).joined() + "e\(exponent)"
    return DigitRow(text: text, signed: SignedDigits(digits, exponent: exponent, isNegative: isNegative))
  }
}

private struct SignedDigits {
  /// From 10^-200 (first) up to 10^199.
  var digits = [Int](repeating: 0, count: 400)
  var isNegative = false

  init(_ given: [Int], exponent: Int, isNegative: Bool) {
    for (index, digit) in given.reversed().enumerated() { digits[200 + exponent + index] = digit }
    self.isNegative = isNegative && given.contains { $0 != 0 }
  }

  func compareMagnitude(_ other: SignedDigits) -> Int {
    for index in digits.indices.reversed() where digits[index] != other.digits[index] {
      return digits[index] < other.digits[index] ? -1 : 1
    }
    return 0
  }

  func compare(_ other: SignedDigits) -> Int {
    if isNegative != other.isNegative { return isNegative ? -1 : 1 }
    return isNegative ? -compareMagnitude(other) : compareMagnitude(other)
  }

  func adding(_ other: SignedDigits) -> SignedDigits {
    if isNegative == other.isNegative {
      var sum = self
      var carry = 0
      for index in digits.indices {
        let digit = digits[index] + other.digits[index] + carry
        sum.digits[index] = digit % 10
        carry = digit / 10
      }
      return sum
    }
    if compareMagnitude(other) < 0 { return other.adding(self) }
    var rest = self
    var borrow = 0
    for index in digits.indices {
      var digit = digits[index] - other.digits[index] - borrow
      borrow = digit < 0 ? 1 : 0
      if digit < 0 { digit += 10 }
      rest.digits[index] = digit
    }
    if !rest.digits.contains(where: { $0 != 0 }) { rest.isNegative = false }
    return rest
  }

  /// Nil where DynamoDB cannot hold it.
  var number: DecimalNumber? {
    guard let last = digits.firstIndex(where: { $0 != 0 }), let first = digits.lastIndex(where: { $0 != 0 }) else {
      return .zero
    }
    let text = (isNegative ? "-" : "") + digits[last...first].reversed().map(String.init).joined() + "e\(last - 200)"
    return try? DecimalNumber(parsing: Array(text.utf8))
  }
}
