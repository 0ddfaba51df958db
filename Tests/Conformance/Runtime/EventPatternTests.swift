import Protocols
import Runtime
import Testing

@Suite struct EventPatternTests {
  @Test(arguments: [
    // Equality, AND over keys, OR over values.
    (#"{"a":["x"]}"#, #"{"a":"x"}"#, true),
    (#"{"a":["x"]}"#, #"{"a":"y"}"#, false),
    (#"{"a":["x"]}"#, "{}", false),
    (#"{"a":["x","y"]}"#, #"{"a":"y"}"#, true),
    (#"{"a":["x"],"b":["y"]}"#, #"{"a":"x","b":"z"}"#, false),
    (#"{"a":{"b":["x"]}}"#, #"{"a":{"b":"x","c":1}}"#, true),
    (#"{"a":{"b":["x"]}}"#, #"{"a":"x"}"#, false),
    (#"{"a":[1]}"#, #"{"a":1.0}"#, true),
    (#"{"a":[1]}"#, #"{"a":"1"}"#, false),
    (#"{"a":[true]}"#, #"{"a":true}"#, true),
    (#"{"a":[null]}"#, #"{"a":null}"#, true),
    (#"{"a":[null]}"#, "{}", false),
    (#"{"a":[""]}"#, #"{"a":""}"#, true),
    // Arrays of the event hold for any element, members of objects for one and the same.
    (#"{"a":["x"]}"#, #"{"a":["w","x"]}"#, true),
    (#"{"a":["x"]}"#, #"{"a":[]}"#, false),
    (#"{"a":["x"]}"#, #"{"a":[["x"]]}"#, true),
    (#"{"a":{"b":["1"],"c":["2"]}}"#, #"{"a":[{"b":"1","c":"2"}]}"#, true),
    (#"{"a":{"b":["1"],"c":["2"]}}"#, #"{"a":[{"b":"1","c":"0"},{"b":"0","c":"2"}]}"#, false),
    (#"{"a":{"b":["1"]},"d":["x"]}"#, #"{"a":[{"b":"0"},{"b":"1"}],"d":["y","x"]}"#, true),
    // Text.
    (#"{"a":[{"prefix":"ab"}]}"#, #"{"a":"abc"}"#, true),
    (#"{"a":[{"prefix":"ab"}]}"#, #"{"a":"Abc"}"#, false),
    (#"{"a":[{"prefix":{"equals-ignore-case":"ab"}}]}"#, #"{"a":"ABc"}"#, true),
    (#"{"a":[{"suffix":".png"}]}"#, #"{"a":"x.png"}"#, true),
    (#"{"a":[{"suffix":{"equals-ignore-case":".png"}}]}"#, #"{"a":"x.PNG"}"#, true),
    (#"{"a":[{"equals-ignore-case":"ab"}]}"#, #"{"a":"AB"}"#, true),
    (#"{"a":[{"prefix":"1"}]}"#, #"{"a":12}"#, false),
    (#"{"a":[{"wildcard":"a*c*e"}]}"#, #"{"a":"abcde"}"#, true),
    (#"{"a":[{"wildcard":"a*c"}]}"#, #"{"a":"abcd"}"#, false),
    (#"{"a":[{"wildcard":"*"}]}"#, #"{"a":""}"#, true),
    (#"{"a":[{"wildcard":"a\\*b"}]}"#, #"{"a":"a*b"}"#, true),
    (#"{"a":[{"wildcard":"a\\*b"}]}"#, #"{"a":"axb"}"#, false),
    (#"{"a":[{"wildcard":"ab*ba"}]}"#, #"{"a":"aba"}"#, false),
    // Not.
    (#"{"a":[{"anything-but":"x"}]}"#, #"{"a":"y"}"#, true),
    (#"{"a":[{"anything-but":["x","y"]}]}"#, #"{"a":"y"}"#, false),
    (#"{"a":[{"anything-but":"x"}]}"#, "{}", false),
    (#"{"a":[{"anything-but":[1,2]}]}"#, #"{"a":2.0}"#, false),
    (#"{"a":[{"anything-but":[1,2]}]}"#, #"{"a":3}"#, true),
    (#"{"a":[{"anything-but":{"prefix":"x"}}]}"#, #"{"a":"xy"}"#, false),
    (#"{"a":[{"anything-but":{"prefix":["x","y"]}}]}"#, #"{"a":"zy"}"#, true),
    (#"{"a":[{"anything-but":{"suffix":"x"}}]}"#, #"{"a":"yx"}"#, false),
    (#"{"a":[{"anything-but":{"equals-ignore-case":["x"]}}]}"#, #"{"a":"X"}"#, false),
    (#"{"a":[{"anything-but":{"wildcard":"x*"}}]}"#, #"{"a":"xx"}"#, false),
    (#"{"a":[{"anything-but":"x"}]}"#, #"{"a":["x","y"]}"#, true),
    // Numbers.
    (#"{"a":[{"numeric":["=",3.018e2]}]}"#, #"{"a":301.8}"#, true),
    (#"{"a":[{"numeric":[">",0,"<=",5]}]}"#, #"{"a":5}"#, true),
    (#"{"a":[{"numeric":[">",0,"<=",5]}]}"#, #"{"a":0}"#, false),
    (#"{"a":[{"numeric":["<",10]}]}"#, #"{"a":"5"}"#, false),
    (#"{"a":[{"numeric":[">=",10]}]}"#, #"{"a":10}"#, true),
    // Presence: leaves only.
    (#"{"a":[{"exists":true}]}"#, #"{"a":null}"#, true),
    (#"{"a":[{"exists":true}]}"#, #"{"a":{"b":1}}"#, false),
    (#"{"a":[{"exists":true}]}"#, #"{"a":[]}"#, false),
    (#"{"a":[{"exists":false}]}"#, "{}", true),
    (#"{"a":[{"exists":false}]}"#, #"{"a":1}"#, false),
    (#"{"a":{"b":[{"exists":false}]}}"#, #"{"a":{"c":1}}"#, true),
    (#"{"a":{"b":[{"exists":false}]}}"#, #"{"a":[{"b":1},{"c":1}]}"#, false),
    (#"{"a":{"b":[{"exists":false}],"c":["1"]}}"#, #"{"a":[{"b":1},{"c":"1"}]}"#, true),
    (#"{"a":[{"exists":false},"x"]}"#, #"{"a":"x"}"#, true),
    // Addresses.
    (#"{"a":[{"cidr":"10.0.0.0/24"}]}"#, #"{"a":"10.0.0.255"}"#, true),
    (#"{"a":[{"cidr":"10.0.0.0/24"}]}"#, #"{"a":"10.0.1.0"}"#, false),
    (#"{"a":[{"cidr":"2001:db8::/33"}]}"#, #"{"a":"2001:db8:7fff::1"}"#, true),
    (#"{"a":[{"cidr":"2001:db8::/33"}]}"#, #"{"a":"2001:db8:8000::1"}"#, false),
    // Alternatives over keys.
    (#"{"$or":[{"a":["x"]},{"b":[{"numeric":[">",1]}]}]}"#, #"{"b":2}"#, true),
    (#"{"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}"#, #"{"a":"x"}"#, false),
    (#"{"d":{"$or":[{"a":["x"]},{"b":["y"]}]}}"#, #"{"d":{"b":"y"}}"#, true),
    (#"{"$or":["x"]}"#, #"{"$or":"x"}"#, true),
  ])
  func holds(_ pattern: String, _ event: String, _ expected: Bool) throws {
    #expect(try EventPattern(pattern).matches(JSONValue.parse(event)) == expected)
  }

  @Test(arguments: [
    "", "x", "[]", "1", "{}", #"{"a":1}"#, #"{"a":"x"}"#, #"{"a":[]}"#, #"{"a":{}}"#, #"{"a":[[1]]}"#,
    #"{"a":[{"prefix":1}]}"#, #"{"a":[{"nothing":1}]}"#, #"{"a":[{"prefix":"x","suffix":"y"}]}"#,
    #"{"a":[{"exists":"yes"}]}"#, #"{"a":[{"cidr":"10.0.0.0"}]}"#, #"{"a":[{"cidr":"10.0.0.0/33"}]}"#,
    #"{"a":[{"numeric":[]}]}"#, #"{"a":[{"numeric":["<"]}]}"#, #"{"a":[{"numeric":["!",1]}]}"#,
    #"{"a":[{"numeric":["<",5,">",1]}]}"#, #"{"a":[{"numeric":[">",5,"<",1]}]}"#, #"{"a":[{"numeric":["=","1"]}]}"#,
    #"{"a":[{"anything-but":[]}]}"#, #"{"a":[{"anything-but":["x",1]}]}"#, #"{"a":[{"anything-but":null}]}"#,
    #"{"a":[{"anything-but":{"cidr":"x"}}]}"#, #"{"a":[{"wildcard":"**"}]}"#, #"{"a":[{"wildcard":"a\\b"}]}"#,
  ])
  func isRefused(_ pattern: String) {
    #expect(throws: EventPattern.Invalid.self) { try EventPattern(pattern) }
  }

  @Test func alternativesAreLimited() {
    let or = #"{"$or":[{"a":["1"]},{"b":["1"]}]}"#
    var pattern = or
    for level in 0..<11 { pattern = #"{"l\#(level)":\#(pattern),"$or":[{"c\#(level)":["1"]},{"d\#(level)":["1"]}]}"# }
    #expect(throws: EventPattern.Invalid.self) { try EventPattern(pattern) }
  }
}
