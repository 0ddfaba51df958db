import Protocols
import Testing

/// Bodies that are broken, in every protocol: each gets the protocol's own error, and nothing traps.
@Suite struct MalformedInputTests {
  enum Tag: StructureShape {
    static let key = Required<String>("Key")
    static let value = Member<String>("Value")
    static let shape = structure("Tag", key, value)
  }

  enum Choice: StructureShape {
    static let number = Member<Int>("Number")
    static let text = Member<String>("Text")
    static let shape = union("Choice", number, text)
  }

  enum Thing: StructureShape {
    static let name = Member<String>("Name")
    static let data = Member<Blob>("Data")
    static let count = Member<Int32>("Count")
    static let ratio = Member<Double>("Ratio")
    static let isOn = Member<Bool>("IsOn")
    static let when = Member<Timestamp>("When")
    static let tags = Member<[Values<Tag>]>("Tags")
    static let labels = Member<[String: String]>("Labels")
    static let choice = Member<Values<Choice>>("Choice")
    static let inner = Member<Values<Thing>>("Inner")
    static let shape = structure("Thing", name, data, count, ratio, isOn, when, tags, labels, choice, inner)
  }

  static let service = ServiceDescription(
    name: "test", title: "Test", model: "", signingName: "test", xmlNamespace: "urn:test", protocols: [.awsQuery])

  static func input(
    _ wire: ServiceDescription.WireProtocol, _ body: [UInt8]
  ) throws(AWSError) -> Values<Thing> {
    let head = HTTPRequestHead(method: "POST", path: "/")
    return Values<Thing>(try service.format(wire).input(Thing.shape, head: head, labels: [], body: body))
  }

  /// The code that a body is refused with, or nil.
  private func code(_ wire: ServiceDescription.WireProtocol, _ body: [UInt8]) -> String? {
    do throws(AWSError) {
      _ = try MalformedInputTests.input(wire, body)
      return nil
    } catch {
      #expect(error.status == 400)
      // Whatever is refused is told in the protocol's form.
      let answer = MalformedInputTests.service.format(wire).answer(error, requestID: "id")
      #expect(answer.status == 400 && !answer.body.isEmpty)
      return error.code
    }
  }

  // MARK: JSON

  static let json = #"""
    {"Name":"é\n","Data":"aGk=","Count":1,"Ratio":0.5,"IsOn":true,"When":1398796238.5,"Tags":[{"Key":"a","Value":"b"}],
    "Labels":{"x":"y"},"Choice":{"Text":"t"},"Inner":{"Name":"n","Unknown":[{}]}}
    """#

  @Test(arguments: [ServiceDescription.WireProtocol.awsJSON(version: "1.1"), .restJSON])
  func json(_ wire: ServiceDescription.WireProtocol) throws {
    let thing = try MalformedInputTests.input(wire, Array(MalformedInputTests.json.utf8))
    #expect(thing[Thing.name] == "é\n" && thing[Thing.data]?.bytes == Array("hi".utf8) && thing[Thing.count] == 1)
    #expect(thing[Thing.when] == Timestamp(milliseconds: 1_398_796_238_500))
    #expect(thing[Thing.tags]?[0][Tag.key] == "a" && thing[Thing.labels] == ["x": "y"])
    #expect(thing[Thing.inner]?[Thing.name] == "n" && thing[Thing.choice]?[Choice.text] == "t")
    for length in 1..<MalformedInputTests.json.utf8.count {
      let cut = Array(MalformedInputTests.json.utf8.prefix(length))
      #expect(code(wire, cut) == "SerializationException", "cut at \(length)")
    }
    let deep = String(repeating: #"{"Inner":"#, count: 5000) + "{}" + String(repeating: "}", count: 5000)
    let ignored = #"{"Unknown":"# + String(repeating: "[", count: 500_000)
    for body in [
      "[]", "1", "null x", #"{"Name":1}"#, #"{"Name":["x"]}"#, #"{"Name":{}}"#, #"{"Name":true}"#, #"{"Data":"a"}"#,
      #"{"Data":"*"}"#, #"{"Data":5}"#, #"{"Count":"1"}"#, #"{"Count":1.5}"#, #"{"Count":2147483648}"#,
      #"{"Count":99999999999999999999}"#, #"{"Count":true}"#, #"{"Ratio":"x"}"#, #"{"IsOn":"true"}"#, #"{"IsOn":1}"#,
      #"{"When":"2014-04-29T18:30:38Z"}"#, #"{"When":1e400}"#, #"{"Tags":{}}"#, #"{"Tags":[1]}"#, #"{"Tags":[null]}"#,
      #"{"Labels":[]}"#, #"{"Labels":{"a":1}}"#, #"{"Labels":{"a":null}}"#, #"{"Choice":{}}"#, #"{"Choice":{"No":1}}"#,
      #"{"Choice":{"Text":"a","Number":1}}"#, #"{"Inner":[]}"#, #"{"Name":"a"}{}"#, #"{"Name":"\ud800"}"#, deep,
      ignored,
    ] {
      #expect(code(wire, Array(body.utf8)) == "SerializationException", "\(body.prefix(60))")
    }
    #expect(code(wire, Array(#"{"Name":""#.utf8) + [0xFF] + Array(#""}"#.utf8)) == "SerializationException")
    // The last of two equal keys counts.
    let twice = try MalformedInputTests.input(
      wire, Array(#"{"Name":"a","Name":"b","Labels":{"k":"1","k":"2"}}"#.utf8))
    #expect(twice[Thing.name] == "b" && twice[Thing.labels] == ["k": "2"])
  }

  // MARK: XML

  static let xml = """
    <Thing xmlns="urn:test"><Name>é&#10;</Name><Data>aGk=</Data><Count> 1 </Count><Ratio>0.5</Ratio><IsOn>true</IsOn>\
    <When>2014-04-29T18:30:38.5Z</When><Tags><member><Key>a</Key><Value>b</Value></member></Tags><Labels><entry>\
    <key>x</key><value>y</value></entry></Labels><Choice><Text>t</Text></Choice><Inner><Name>n</Name><U>z</U></Inner></Thing>
    """

  @Test func xml() throws {
    let thing = try MalformedInputTests.input(.restXML, Array(MalformedInputTests.xml.utf8))
    #expect(thing[Thing.name] == "é\n" && thing[Thing.data]?.bytes == Array("hi".utf8) && thing[Thing.count] == 1)
    #expect(thing[Thing.when] == Timestamp(milliseconds: 1_398_796_238_500))
    #expect(thing[Thing.tags]?[0][Tag.key] == "a" && thing[Thing.labels] == ["x": "y"])
    #expect(thing[Thing.inner]?[Thing.name] == "n" && thing[Thing.choice]?[Choice.text] == "t")
    for length in 1..<MalformedInputTests.xml.utf8.count {
      let cut = Array(MalformedInputTests.xml.utf8.prefix(length))
      #expect(code(.restXML, cut) == "MalformedXML", "cut at \(length)")
    }
    let deep = "<Thing>" + String(repeating: "<Inner>", count: 100_000)
    for body in [
      "x", "{}", "<Other/>", "<Thing>text</Thing>", "<Thing><Name><a/></Name></Thing>", "<Thing><Data>a</Data></Thing>",
      "<Thing><Count>x</Count></Thing>", "<Thing><Count/></Thing>", "<Thing><Count>2147483648</Count></Thing>",
      "<Thing><IsOn>yes</IsOn></Thing>", "<Thing><When>now</When></Thing>", "<Thing><Ratio>0x1</Ratio></Thing>",
      "<Thing><Tags>x</Tags></Thing>", "<Thing><Labels><entry><key>k</key></entry></Labels></Thing>",
      "<Thing><Labels><entry><value>k</value></entry></Labels></Thing>", "<Thing><Choice/></Thing>",
      "<Thing><Choice><Text>a</Text><Number>1</Number></Choice></Thing>", "<Thing/><Thing/>",
      "<!DOCTYPE Thing [<!ENTITY a 'b'>]><Thing/>", "<Thing><Name>&a;</Name></Thing>", deep,
    ] {
      #expect(code(.restXML, Array(body.utf8)) == "MalformedXML", "\(body.prefix(60))")
    }
    #expect(code(.restXML, Array("<Thing><Name>".utf8) + [0xFF] + Array("</Name></Thing>".utf8)) == "MalformedXML")
  }

  // MARK: CBOR

  private static func cbor(_ wire: ServiceDescription.WireProtocol) -> [UInt8] {
    var writer = CBORWriter()
    writer.beginMap()
    writer.text("Name")
    writer.text("é\n")
    writer.text("Data")
    writer.byteString(Array("hi".utf8))
    writer.text("Count")
    writer.integer(1)
    writer.text("Ratio")
    writer.double(0.5)
    writer.text("IsOn")
    writer.bool(true)
    writer.text("When")
    writer.tag(1)
    if wire == .kinesisCBOR { writer.integer(1_398_796_238_500) } else { writer.double(1_398_796_238.5) }
    writer.text("Tags")
    writer.array(count: 1)
    writer.map(count: 2)
    writer.text("Key")
    writer.text("a")
    writer.text("Value")
    writer.text("b")
    writer.text("Labels")
    writer.map(count: 1)
    writer.text("x")
    writer.text("y")
    writer.text("Choice")
    writer.map(count: 1)
    writer.text("Text")
    writer.text("t")
    writer.text("Inner")
    writer.beginMap()
    writer.text("Name")
    writer.text("n")
    writer.text("Unknown")
    writer.tag(9)
    writer.array(count: 0)
    writer.end()
    writer.end()
    return writer.bytes
  }

  @Test(arguments: [ServiceDescription.WireProtocol.rpcV2CBOR, .kinesisCBOR])
  func cbor(_ wire: ServiceDescription.WireProtocol) throws {
    let whole = MalformedInputTests.cbor(wire)
    let thing = try MalformedInputTests.input(wire, whole)
    #expect(thing[Thing.name] == "é\n" && thing[Thing.data]?.bytes == Array("hi".utf8) && thing[Thing.count] == 1)
    #expect(thing[Thing.when] == Timestamp(milliseconds: 1_398_796_238_500))
    #expect(thing[Thing.tags]?[0][Tag.key] == "a" && thing[Thing.labels] == ["x": "y"])
    #expect(thing[Thing.inner]?[Thing.name] == "n" && thing[Thing.choice]?[Choice.text] == "t")
    for length in 1..<whole.count {
      #expect(code(wire, Array(whole.prefix(length))) == "SerializationException", "cut at \(length)")
    }
    let name = "644e616d65"
    for hex in [
      "80", "01", "a1" + name + "01", "a1" + name + "41ff", "a1" + name + "62c328", "a10102",
      "a1" + name + "6161" + "00",
      // Data as text, Count as a float and out of range, IsOn as a number, When without its tag and as text.
      "a164446174616161", "a165436f756e74fb3ff0000000000000", "a165436f756e741a80000000", "a16449734f6e01",
      "a1645768656e01", "a1645768656ec16161", "a1645768656ec001", "a1645768656ec1f97c00",
      // Lists and maps of the wrong kind, with null, or longer than all the bytes.
      "a16454616773a0", "a1645461677381f6", "a1664c6162656c73a16161f6", "a164546167739b00ffffffffffffff",
      "a1644461746" + "15b7fffffffffffffff", "a1664c6162656c73bb0000ffffffffffff",
      // A union without a member, with two, with one unknown.
      "a16643686f696365a0", "a16643686f696365a2664e756d6265720164546578746161", "a16643686f696365a1624e6f01",
    ] {
      let body = try #require(Hex.decode(hex), "\(hex)")
      #expect(code(wire, body) == "SerializationException", "\(hex)")
    }
    var deep: [UInt8] = []
    for _ in 0..<100_000 { deep += [0xA1, 0x65] + Array("Inner".utf8) }
    #expect(code(wire, deep) == "SerializationException")
    let ignored: [UInt8] = [0xA1, 0x61, 0x7A] + [UInt8](repeating: 0xC1, count: 500_000)
    #expect(code(wire, ignored) == "SerializationException")
    // The last of two equal keys counts.
    let twice = try MalformedInputTests.input(wire, try #require(Hex.decode("a2" + name + "6161" + name + "6162")))
    #expect(twice[Thing.name] == "b")
  }

  // MARK: Forms

  static let form =
    "Action=DoThing&Version=1&Name=%C3%A9%0A&Data=aGk%3D&Count=1&Ratio=0.5&IsOn=true&When=2014-04-29T18%3A30%3A38.5Z"
    + "&Tags.member.1.Key=a&Tags.member.1.Value=b&Labels.entry.1.key=x&Labels.entry.1.value=y&Choice.Text=t&Inner.Name=n"

  @Test func form() throws {
    let thing = try MalformedInputTests.input(.awsQuery, Array(MalformedInputTests.form.utf8))
    #expect(thing[Thing.name] == "é\n" && thing[Thing.data]?.bytes == Array("hi".utf8) && thing[Thing.count] == 1)
    #expect(thing[Thing.when] == Timestamp(milliseconds: 1_398_796_238_500))
    #expect(thing[Thing.tags]?[0][Tag.key] == "a" && thing[Thing.labels] == ["x": "y"])
    #expect(thing[Thing.inner]?[Thing.name] == "n" && thing[Thing.choice]?[Choice.text] == "t")
    let deep = String(repeating: "Inner.", count: 10_000) + "Name=x"
    for body in [
      "Name=%", "Name=%zz", "Name=%ff", "%c3%28=1", "Count=x", "Count=2147483648", "Count=", "IsOn=1", "Data=a",
      "Ratio=x", "When=now", "Tags.member.x.Key=a", "Tags.member.-1.Key=a", "Tags.member.99999999999999999999.Key=a",
      "Labels.entry.1.value=y", "Choice.No=1", "Choice.Text=a&Choice.Number=1", deep,
    ] {
      #expect(code(.awsQuery, Array(body.utf8)) == "MalformedInput", "\(body.prefix(60))")
    }
    let sparse = try MalformedInputTests.input(
      .awsQuery, Array("Tags.member.10.Key=c&Tags.member.9.Key=b&Tags.member.2.Key=a&Name=1&Name=2".utf8))
    #expect(sparse[Thing.tags]?.map { $0[Tag.key] } == ["a", "b", "c"])
    #expect(sparse[Thing.name] == "2")
    #expect(try MalformedInputTests.input(.awsQuery, Array("Tags=&Labels=".utf8))[Thing.tags]?.isEmpty == true)
    // Many fields take no longer than their number asks for.
    let many = (1...20_000).map { "Tags.member.\($0).Key=k" }.joined(separator: "&")
    #expect(try MalformedInputTests.input(.awsQuery, Array(many.utf8))[Thing.tags]?.count == 20_000)
  }

  // MARK: Anything

  @Test(arguments: [
    ServiceDescription.WireProtocol.awsJSON(version: "1.0"), .awsQuery, .restXML, .restJSON, .rpcV2CBOR, .kinesisCBOR,
  ])
  func survivesAnyBytes(_ wire: ServiceDescription.WireProtocol) {
    let seed: [UInt8]
    switch wire {
    case .awsQuery: seed = Array(MalformedInputTests.form.utf8)
    case .restXML: seed = Array(MalformedInputTests.xml.utf8)
    case .rpcV2CBOR, .kinesisCBOR: seed = MalformedInputTests.cbor(wire)
    default: seed = Array(MalformedInputTests.json.utf8)
    }
    let format = MalformedInputTests.service.format(wire)
    let entry = OperationEntry(
      name: "DoThing", input: Thing.shape, output: Thing.shape, http: nil,
      perform: { (_: Structure, _: RequestContext) throws(AWSError) -> ErasedAnswer in throw AWSError.internal("") })
    var mutation = Mutation(seed: 11)
    var accepted = 0
    for _ in 0..<4_000 {
      guard let thing = try? MalformedInputTests.input(wire, mutation.mutate(seed)) else { continue }
      accepted += 1
      // What was accepted can be checked, and answered.
      _ = Validator.message(for: thing.structure)
      if format.answer(thing.structure, of: entry, requestID: "id").body.isEmpty { Issue.record("no answer") }
    }
    #expect(accepted > 30)
  }
}
