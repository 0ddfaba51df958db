package enum Inflate { package static func gzip(_ b: [UInt8], limit: Int) throws -> [UInt8] { b } }
