/// A token of a PartiQL statement.
struct PartiQLToken {
  enum Kind: Equatable {
    /// In capitals.
    case keyword(String)
    case identifier([UInt8])
    /// `"name"`
    case quoted([UInt8])
    case string([UInt8])
    /// As it is written, without a sign.
    case number([UInt8])
    /// `(`, `<=`, `<<` …
    case symbol(String)
    case parameter
    case end
  }

  var kind: Kind
  var place: PartiQLPlace
}

/// Cuts a statement into tokens. Positions count characters, as AWS's messages do.
struct PartiQLLexer {
  private let text: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var column = 1

  static func tokens(of statement: String) throws(PartiQLFault) -> [PartiQLToken] {
    var lexer = PartiQLLexer(text: Array(statement.unicodeScalars))
    var tokens: [PartiQLToken] = []
    repeat { tokens.append(try lexer.next()) } while tokens[tokens.count - 1].kind != .end
    return tokens
  }

  private init(text: [Unicode.Scalar]) { self.text = text }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < text.count ? text[position + ahead] : nil
  }

  @discardableResult
  private mutating func advance() -> Unicode.Scalar {
    let scalar = text[position]
    position += 1
    if scalar == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    return scalar
  }

  private mutating func skipBlanks() throws(PartiQLFault) {
    while let scalar = peek() {
      if scalar.properties.isWhitespace {
        advance()
      } else if scalar == "-", peek(1) == "-" {
        while let next = peek(), next != "\n" {
          _ = next
          advance()
        }
      } else if scalar == "/", peek(1) == "*" {
        advance()
        advance()
        while !(peek() == "*" && peek(1) == "/") {
          if peek() == nil { throw .malformed("") }
          advance()
        }
        advance()
        advance()
      } else {
        return
      }
    }
  }

  private mutating func next() throws(PartiQLFault) -> PartiQLToken {
    try skipBlanks()
    let start = position
    var place = PartiQLPlace(line: line, column: column, length: 0)
    let kind = try kind()
    place.length = position - start
    return PartiQLToken(kind: kind, place: place)
  }

  private mutating func kind() throws(PartiQLFault) -> PartiQLToken.Kind {
    guard let first = peek() else { return .end }
    switch first {
    case "'": return .string(try quotedText("'"))
    case "\"": return .quoted(try quotedText("\""))
    case "?":
      advance()
      return .parameter
    case "0"..."9": return .number(try number())
    case "." where peek(1).map(Self.isDigit) ?? false: return .number(try number())
    case "a"..."z", "A"..."Z", "_", "$": return word()
    default: return try symbol(first)
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// A doubled quote stands for one.
  private mutating func quotedText(_ quote: Unicode.Scalar) throws(PartiQLFault) -> [UInt8] {
    advance()
    var content: [UInt8] = []
    while let scalar = peek() {
      advance()
      if scalar == quote {
        if peek() != quote { return content }
        advance()
      }
      content.append(contentsOf: String(Character(scalar)).utf8)
    }
    throw .malformed("")
  }

  private mutating func number() throws(PartiQLFault) -> [UInt8] {
    var digits: [UInt8] = []
    var scale = 0
    while let scalar = peek(), Self.isDigit(scalar) { digits.append(UInt8(advance().value)) }
    if peek() == ".", peek(1) != "." {
      digits.append(UInt8(advance().value))
      while let scalar = peek(), Self.isDigit(scalar) {
        digits.append(UInt8(advance().value))
        scale += 1
      }
    }
    guard peek() == "e" || peek() == "E" else { return digits }
    let sign = peek(1) == "+" || peek(1) == "-"
    guard let following = peek(sign ? 2 : 1), Self.isDigit(following) else { return digits }
    digits.append(UInt8(advance().value))
    var exponent = sign ? String(Character(advance())) : ""
    while let scalar = peek(), Self.isDigit(scalar) { exponent.append(Character(advance())) }
    // Exponent, and scale, are 32-bit numbers where AWS reads them.
    guard let value = Int32(exponent), Int32(exactly: scale - Int(value)) != nil else { throw .malformed("") }
    digits.append(contentsOf: exponent.utf8)
    return digits
  }

  private mutating func word() -> PartiQLToken.Kind {
    var name: [UInt8] = []
    while let scalar = peek(), scalar.isASCII, Self.isWordByte(UInt8(scalar.value)) {
      name.append(UInt8(advance().value))
    }
    let capitals = String(decoding: name, as: UTF8.self).uppercased()
    return PartiQLKeywords.all.contains(capitals) ? .keyword(capitals) : .identifier(name)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  private static let pairs: Set<String> = ["<<", ">>", "<=", ">=", "<>", "!=", "||"]

  private mutating func symbol(_ first: Unicode.Scalar) throws(PartiQLFault) -> PartiQLToken.Kind {
    if let second = peek(1) {
      let pair = String(Character(first)) + String(Character(second))
      if Self.pairs.contains(pair) {
        advance()
        advance()
        return .symbol(pair)
      }
    }
    guard "()[]{},.:;*=<>+-/%@".unicodeScalars.contains(first) else { throw .malformed("") }
    advance()
    return .symbol(String(Character(first)))
  }
}

/// The words that PartiQL keeps for itself: they are names only in double quotes
/// (https://partiql.org/assets/PartiQL-Specification.pdf, and the reference implementation's list).
enum PartiQLKeywords {
  static let all = Set(
    """
    ABSOLUTE ACTION ADD ALL ALLOCATE ALTER AND ANY ARE AS ASC ASSERTION AT AUTHORIZATION AVG BEGIN BETWEEN BIT
    BIT_LENGTH BY CASCADE CASCADED CASE CAST CATALOG CHAR CHARACTER CHARACTER_LENGTH CHAR_LENGTH CHECK CLOSE COALESCE
    COLLATE COLLATION COLUMN COMMIT CONNECT CONNECTION CONSTRAINT CONSTRAINTS CONTINUE CONVERT CORRESPONDING COUNT
    CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATE DEALLOCATE DEC DECIMAL
    DECLARE DEFAULT DEFERRABLE DEFERRED DELETE DESC DESCRIBE DESCRIPTOR DIAGNOSTICS DISCONNECT DISTINCT DOMAIN DOUBLE
    DROP ELSE END END-EXEC ESCAPE EXCEPT EXCEPTION EXEC EXECUTE EXISTS EXTERNAL EXTRACT FALSE FETCH FIRST FLOAT FOR
    FOREIGN FOUND FROM FULL GET GLOBAL GO GOTO GRANT GROUP HAVING IDENTITY IMMEDIATE IN INDICATOR INITIALLY INNER INPUT
    INSENSITIVE INSERT INT INTEGER INTERSECT INTERVAL INTO IS ISOLATION JOIN KEY LANGUAGE LAST LEFT LEVEL LIKE LOCAL
    LOWER MATCH MAX MIN MODULE NAMES NATIONAL NATURAL NCHAR NEXT NO NOT NULL NULLIF NUMERIC OCTET_LENGTH OF ON ONLY
    OPEN OPTION OR ORDER OUTER OUTPUT OVERLAPS PAD PARTIAL POSITION PRECISION PREPARE PRESERVE PRIMARY PRIOR PRIVILEGES
    PROCEDURE PUBLIC READ REAL REFERENCES RELATIVE RESTRICT REVOKE RIGHT ROLLBACK ROWS SCHEMA SCROLL SECTION SELECT
    SESSION SESSION_USER SET SMALLINT SOME SPACE SQL SQLCODE SQLERROR SQLSTATE SUBSTRING SUM SYSTEM_USER TABLE TEMPORARY
    THEN TIME TIMESTAMP TO TRANSACTION TRANSLATE TRANSLATION TRIM TRUE UNION UNIQUE UNKNOWN UPDATE UPPER USAGE USER
    USING VALUE VALUES VARCHAR VARYING VIEW WHEN WHENEVER WHERE WITH WORK WRITE ZONE MISSING PIVOT UNPIVOT LIMIT TUPLE
    REMOVE INDEX LET BOOL BOOLEAN STRING SYMBOL CLOB BLOB STRUCT LIST SEXP BAG RETURNING MODIFIED NEW OLD OFFSET
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
