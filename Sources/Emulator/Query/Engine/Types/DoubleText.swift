/// Floating point numbers in Java's spelling.
enum DoubleText {
  /// `0.25`, `1.0E10`, `NaN`, `-Infinity`: Java's Double.toString, which AWS's results have.
  static func java(_ value: Double) -> String {
    if let special: String = special(value) { return special }
    return java(value.description, abs(value))
  }

  static func java(real value: Double) -> String {
    if let special: String = special(value) { return special }
    return java(Float(value).description, abs(value))
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return nil
  }

  private static func java(_ shortest: String, _ magnitude: Double) -> String {
    let (negative, digits, exponent): (Bool, String, Int) = parts(shortest)
    let sign: String = negative ? "-" : ""
    if magnitude == 0 { return sign + "0.0" }
    if magnitude >= 1e-3, magnitude < 1e7 {
      if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
      var whole: String = digits
      while whole.utf8.count <= exponent + 1 { whole += "0" }
      let split: String.Index = whole.index(whole.startIndex, offsetBy: exponent + 1)
      return sign + whole[..<split] + "." + whole[split...]
    }
    return sign + scientific(digits, exponent)
  }

  private static func scientific(_ digits: String, _ exponent: Int) -> String {
    let rest: Substring = digits.dropFirst()
    return digits.prefix(1) + "." + (rest.isEmpty ? "0" : rest) + "E" + String(exponent)
  }

  /// `1.1E0`: what a cast to varchar gives.
  static func cast(_ value: Double, isReal: Bool) -> String {
    if let special: String = special(value) { return special }
    if value == 0 { return value.sign == .minus ? "-0E0" : "0E0" }
    let (negative, digits, exponent): (Bool, String, Int) = parts(isReal ? Float(value).description : value.description)
    return (negative ? "-" : "") + scientific(digits, exponent)
  }

  /// The significant digits, and the power of ten of the first.
  private static func parts(_ text: String) -> (negative: Bool, digits: String, exponent: Int) {
    var negative = false
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let bytes: [UInt8] = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "-"), index == 0 {
        negative = true
      } else if byte == UInt8(ascii: ".") {
        point = digits.count
      } else if byte | 0x20 == UInt8(ascii: "e") {
        exponent = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(byte)
      }
    }
    exponent += (point ?? digits.count) - 1
    var leading = 0
    while leading < digits.count - 1, digits[leading] == 48 { leading += 1 }
    digits.removeFirst(leading)
    exponent -= leading
    while digits.count > 1, digits[digits.count - 1] == 48 { digits.removeLast() }
    return (negative, String(decoding: digits, as: UTF8.self), exponent)
  }
}
