import Protocols
import Testing

@Suite struct XMLReaderTests {
  /// A document as nested text: `name{attributes}[children or text]`.
  private static func outline(_ bytes: [UInt8]) throws(XMLError) -> String {
    try bytes.withBytes { (raw: UnsafeRawBufferPointer) throws(XMLError) -> String in
      var reader = XMLReader(raw)
      let root = try reader.root()
      let text = try outline(root, &reader)
      try reader.end()
      return text
    }
  }

  private static func outline(_ tag: XMLTag, _ reader: inout XMLReader) throws(XMLError) -> String {
    var text = tag.name
    for attribute in tag.attributes { text += "{\(attribute.qualifiedName)=\(attribute.value)}" }
    // Leaves are named in lower case in these tests.
    if tag.name.first?.isLowercase == true { return text + "(" + (try reader.text()) + ")" }
    text += "["
    while let child = try reader.nextChild() { text += try outline(child, &reader) }
    return text + "]"
  }

  private func outline(_ text: String) throws(XMLError) -> String { try XMLReaderTests.outline(Array(text.utf8)) }

  private func error(_ bytes: [UInt8]) -> XMLError? {
    do throws(XMLError) {
      _ = try XMLReaderTests.outline(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func walksDown() throws {
    let text = """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8" standalone='yes'?>
      <!-- a comment - with <markup> -->
      <?pi some thing?><Delete a="1" b = 'x"&lt;&#10;y'>
        <Object><key>a&amp;b &#x41;&#66;&#x1F600;</key><e/></Object> <!-- in between -->
        <Object ></Object><key> <![CDATA[<raw> & ]] text]]> </key>
      </Delete >
      <!-- after -->
      """
    let expected = "Delete{a=1}{b=x\"<\ny}[Object[key(a&b AB😀)e()]Object[]key( <raw> & ]] text )]"
    #expect(try outline(text) == expected)
    #expect(try outline("<a>one\r\ntwo\rthree&#13;</a>") == "a(one\ntwo\nthree\r)")
    #expect(try outline("<a b='x\r\ny\tz'>é€</a>") == "a{b=x y z}(é€)")
    #expect(try outline("<a>&#1;]</a>") == "a(\u{1}])")
  }

  @Test func bindsNamespaces() throws {
    let text =
      #"<R xmlns="urn:d" xmlns:p="urn:p"><p:X p:t="v"><Y xmlns=""/></p:X><Z xmlns:p="urn:q"><p:W/></Z><p:V/></R>"#
    try Array(text.utf8).withUnsafeBytes { raw in
      var reader = XMLReader(raw)
      let root = try reader.root()
      #expect(root.name == "R" && root.namespace == "urn:d")
      var tag = try #require(try reader.nextChild())
      #expect(tag.name == "X" && tag.qualifiedName == "p:X" && tag.namespace == "urn:p" && tag.attribute("p:t") == "v")
      tag = try #require(try reader.nextChild())
      #expect(tag.name == "Y" && tag.namespace == nil)
      #expect(try reader.nextChild() == nil)
      #expect(try reader.nextChild() == nil)
      tag = try #require(try reader.nextChild())
      #expect(tag.namespace == "urn:d")
      tag = try #require(try reader.nextChild())
      #expect(tag.namespace == "urn:q")
      try reader.skip()
      #expect(try reader.nextChild() == nil)
      tag = try #require(try reader.nextChild())
      #expect(tag.namespace == "urn:p")
      try reader.skip()
      #expect(try reader.nextChild() == nil)
      try reader.end()
    }
  }

  @Test func skipsAnything() throws {
    let text = "<R><skip a='>'>text<x><y/><![CDATA[</x>]]></x><!-- </skip> -->&amp;</skip><k>1</k></R>"
    try Array(text.utf8).withUnsafeBytes { raw in
      var reader = XMLReader(raw)
      _ = try reader.root()
      _ = try reader.nextChild()
      try reader.skip()
      #expect(try reader.nextChild()?.name == "k")
      #expect(try reader.text() == "1")
      #expect(try reader.nextChild() == nil)
    }
  }

  @Test(arguments: [
    ("", XMLError.Reason.unexpectedEnd), ("  ", .unexpectedEnd), ("<", .unexpectedEnd), ("<a", .unexpectedEnd),
    ("<a>", .unexpectedEnd), ("<a>x", .unexpectedEnd), ("<a></a", .unexpectedEnd), ("<a b='", .unexpectedEnd),
    ("<a b", .unexpectedEnd), ("<a/", .unexpectedEnd), ("<!-- x", .unexpectedEnd), ("<?pi", .unexpectedEnd),
    ("<a><![CDATA[x", .unexpectedEnd), ("<a>&am", .unexpectedEnd), ("<?xml version='1.0'", .unexpectedEnd),
    ("x<a/>", .unexpectedText), ("<A>x</A>", .unexpectedText), ("<A><![CDATA[x]]></A>", .unexpectedText),
    ("<a><b/></a>", .unexpectedElement), ("<a></b>", .mismatchedEnd), ("<A><B></A></B>", .mismatchedEnd),
    ("<a/><b/>", .trailingBytes), ("<a/>x", .trailingBytes), ("<1a/>", .invalidName), ("<-a/>", .invalidName),
    ("< a/>", .invalidName), ("</a>", .unexpectedElement), ("<a b='1' b='2'/>", .duplicateAttribute),
    ("<a b='1'c='2'/>", .unexpectedCharacter), ("<a b=1/>", .unexpectedCharacter), ("<a b='<'/>", .unexpectedCharacter),
    ("<a/ >", .unexpectedCharacter), ("<a b/>", .unexpectedCharacter), ("<p:a/>", .unboundPrefix),
    ("<a>]]></a>", .unexpectedCharacter), ("<!-- a -- b --><a/>", .unexpectedCharacter),
    ("<a>&nbsp;</a>", .invalidReference), ("<a>&#0;</a>", .invalidReference), ("<a>&#xD800;</a>", .invalidReference),
    ("<a>&#x110000;</a>", .invalidReference), ("<a>& b</a>", .unexpectedEnd), ("<a>&;</a>", .invalidReference),
    ("<a>&#;</a>", .invalidReference), ("<a>&#+5;</a>", .invalidReference),
    ("<a>&far too long;</a>", .invalidReference),
    ("<a>\u{1}</a>", .invalidCharacter), ("<!DOCTYPE a><a/>", .documentType),
    ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", .documentType), ("<a><!ELEMENT a></a>", .unexpectedCharacter),
    ("<?xml version='1.0' encoding='UTF-16'?><a/>", .unsupportedEncoding),
    ("<?xml version='2.0'?><a/>", .unsupportedVersion),
    (" <?xml version='1.0'?><a/>", .unexpectedCharacter), ("<?xml what='1'?><a/>", .unexpectedCharacter),
  ])
  func saysWhatIsWrong(text: String, reason: XMLError.Reason) {
    // The root's end tag alone is a name that cannot begin.
    let expected = text == "</a>" ? XMLError.Reason.invalidName : reason
    let found = error(Array(text.utf8))?.reason
    #expect(found == expected || text == "<a>& b</a>" && found == .invalidReference, "\(text)")
  }

  @Test func refusesBytesThatAreNotUTF8() {
    for bytes: [UInt8] in [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xFF]] {
      let all = Array("<a>".utf8) + bytes + Array("</a>".utf8)
      #expect(error(all) == XMLError(.invalidUTF8, at: 3))
      let comment = Array("<!--".utf8) + bytes + Array("--><a/>".utf8)
      #expect(error(comment) == XMLError(.invalidUTF8, at: 4))
    }
    #expect(error(Array("<a".utf8) + [0xFF] + Array("/>".utf8))?.reason == .invalidUTF8)
  }

  @Test func refusesAttributesPastTheLimit() throws {
    func attributes(_ count: Int, _ prefix: String) -> String {
      (0..<count).map { " \(prefix)a\($0)='v'" }.joined()
    }
    _ = try outline("<a\(attributes(64, ""))/>")
    #expect(error(Array("<a\(attributes(65, ""))/>".utf8))?.reason == .tooManyAttributes)
    let nested = "<A\(attributes(40, "xmlns:"))><A\(attributes(40, "xmlns:"))/></A>"
    #expect(error(Array(nested.utf8))?.reason == .tooManyAttributes)
  }

  @Test func refusesDepthPastTheLimit() throws {
    let deep = String(repeating: "<A>", count: 100) + String(repeating: "</A>", count: 100)
    _ = try outline(deep)
    #expect(error(Array(("<A>" + deep + "</A>").utf8)) == XMLError(.tooDeep, at: 300))
    #expect(error([UInt8](String(repeating: "<A>", count: 300_000).utf8))?.reason == .tooDeep)
  }

  @Test func writesWhatItReads() throws {
    var writer = XMLWriter()
    writer.declaration()
    writer.begin("List", namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
    writer.element("key", "a<b>&\"c'\r\n\u{1}é")
    writer.element("size", Int64(-5))
    writer.element("truncated", false)
    writer.element("data", base64: [1, 2])
    writer.begin("Grantee", attributes: [("xmlns:xsi", "urn:x"), ("xsi:type", "a\"<\n")])
    writer.end("Grantee")
    writer.empty("none")
    writer.end("List")
    let text = String(decoding: writer.bytes, as: UTF8.self)
    let expected =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<List xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      + "<key>a&lt;b&gt;&amp;\"c'&#xD;\n&#x1;é</key><size>-5</size><truncated>false</truncated><data>AQI=</data>"
      + "<Grantee xmlns:xsi=\"urn:x\" xsi:type=\"a&quot;&lt;&#xA;\"></Grantee><none/></List>"
    #expect(text == expected)
    let outline = try XMLReaderTests.outline(writer.bytes)
    #expect(outline.contains("key(a<b>&\"c'\r\n\u{1}é)size(-5)"))
    #expect(outline.contains("{xsi:type=a\"<\n}"))
  }

  @Test func survivesAnyBytes() {
    let seed = Array(
      "<?xml version='1.0'?><R xmlns:p='u'><!--c--><p:K a='1&amp;'>x&#65;<![CDATA[y]]></p:K><?pi?><e/></R>".utf8)
    var mutation = Mutation(seed: 4)
    for _ in 0..<10_000 {
      let bytes = mutation.mutate(seed)
      _ = error(bytes)
      bytes.withUnsafeBytes { raw in
        var reader = XMLReader(raw)
        if (try? reader.root()) != nil, (try? reader.skip()) != nil { _ = try? reader.end() }
      }
    }
  }
}
