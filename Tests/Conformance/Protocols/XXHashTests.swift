import Protocols
import Testing

/// Values of libxxhash 0.8 for bytes that follow from their place, at the lengths where the ways of the algorithm change.
@Suite struct XXHashTests {
  /// XXH64, XXH3 and XXH128.
  private let golden: [(Int, [String])] = [
    (0, ["ef46db3751d8e999", "2d06800538d394c2", "99aa06d3014798d86001c324468d497f"]),
    (1, ["e934a84adb052768", "c44bdff4074eecdb", "a6cd5e9392000f6ac44bdff4074eecdb"]),
    (3, ["c997034c0bb922ee", "52aab5efb65ba70c", "b41046ff81bf336c52aab5efb65ba70c"]),
    (4, ["6ac7f1517bab3f55", "ad400f5ff0348d48", "1a567dc6ed794a409d733f64f83e66b4"]),
    (8, ["9cd612a90db709f0", "a4525fd03fd9b3fb", "377810a54ca9fdb471aadc0a3c797c72"]),
    (9, ["6aa360cf830c55ba", "34ef567b4f2f73ec", "d758c7e0af48afa3d4801dfd89bacfa4"]),
    (16, ["cf599c2a37e6a3ac", "2f104d56be42214a", "63637be9c86c12c2f98d8e6d9d78c1e1"]),
    (17, ["49c61e6318d59dc6", "3e6df1cc1fb35f38", "5a77b4314ce445f365f2e8a022f829aa"]),
    (31, ["148bb49643515e7c", "dd981c3cef42d0c3", "5c8958e4d8ba2512d503dfce904a4628"]),
    (32, ["c1a8a55a98decdea", "72e631585f207486", "d14a0896425c49f14d694e27f055c637"]),
    (33, ["a0790c1b7973d776", "439574e72cbde155", "878fdcf8151bc70079e6d8171c3abc83"]),
    (128, ["e5f42871eead4108", "65313193ac18bfce", "89fd31bc74425b5d03790723fe7cfb62"]),
    (129, ["da6749b88d4e9287", "43107010904f124d", "26f1a729f6bbca02a3bbed3b5743b428"]),
    (240, ["882e57d401e2c2f3", "8aa7f1fc572d11d6", "3f81c71bb7078295c73aa84a9aa1bd4f"]),
    (241, ["100d02e7c045177b", "ddb128241a3b606b", "3aa2ee77177a50fcddb128241a3b606b"]),
    (256, ["a9dc3f3d1c1fdad5", "f10aa339793cbeb9", "85025199cec669b7f10aa339793cbeb9"]),
    (257, ["82ba7d55cac3791d", "dfff9b878b1368d4", "3f71476e388bb806dfff9b878b1368d4"]),
    (1024, ["152c9067006467bc", "7e5f60b49bfb2c59", "d9f175a802595aaa7e5f60b49bfb2c59"]),
    (1025, ["0f9bd406909e323c", "c5307e2f77c7f6c4", "3fdef6bdfbe49643c5307e2f77c7f6c4"]),
    (1088, ["d3da1af4461b0126", "c8bf731be65deee2", "85b58b35f539c9c0c8bf731be65deee2"]),
    (100001, ["ff938f479769c956", "90e91ef018430208", "3abfaf494f2cc23c90e91ef018430208"]),
  ]

  private func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
  }

  private func hashes(_ count: Int) -> [String] {
    XXHash.Algorithm.allCases.map { Hex.encode(XXHash.hash($0, bytes(count))) }
  }

  @Test func valuesAreThoseOfTheReference() {
    for (length, expected) in golden { #expect(hashes(length) == expected, "\(length) bytes") }
  }

  @Test func piecesMakeTheSame() {
    for count in [5, 240, 241, 256, 257, 320, 321, 1024, 1025, 1088, 5000] {
      let bytes = bytes(count)
      for algorithm in XXHash.Algorithm.allCases {
        let whole = XXHash.hash(algorithm, bytes)
        for step in [1, 31, 63, 64, 65, 255, 256, 257, 1000] {
          var hash = XXHash(algorithm)
          for start in stride(from: 0, to: count, by: step) {
            hash.update(Array(bytes[start..<min(count, start + step)]))
          }
          #expect(hash.finish() == whole, "\(algorithm), \(count) bytes by \(step)")
        }
      }
    }
  }
}
