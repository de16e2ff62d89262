package generate

import (
	"strconv"
	"strings"
)

// indicator is what observations measure, with the range that values are drawn
// from: whole numbers in units of the last of the decimals.
type indicator struct {
	slug, zh, en, unit, better, measure string
	decimals, low, high                 int
}

func (x indicator) id() string { return "indicator/" + x.slug }

// Of the indicators the first are for counties, the rest for what their names say.
const (
	investment = iota + 54
	area
	revenue
	incubated
	staff
	output
)

// indicators are 60 with the units that plans print. Columns: slug, Chinese,
// English, unit, better, measure, decimals, low, high.
var indicators = func() []indicator {
	var list []indicator
	for _, line := range strings.Split(strings.TrimSpace(`
rd-gdp-share/R&D经费支出占GDP比重/R&D expenditure as a share of GDP/%/higher/share/2/80/420
rd-expenditure/R&D经费支出/R&D expenditure/亿元/higher/flow/2/80/2500
rd-growth/R&D经费支出增速/Growth of R&D expenditure/%/higher/growth/1/20/260
gdp/地区生产总值/Regional GDP/亿元/higher/flow/2/8000/90000
gdp-growth/地区生产总值增速/Growth of regional GDP/%/higher/growth/1/20/110
hi-tech-firms/高新技术企业数/High-tech enterprises/家/higher/stock/0/15/420
tech-smes/省科技型中小企业数/Technology-based SMEs/家/higher/stock/0/60/1200
hi-tech-added-value/高新技术产业增加值/Added value of hi-tech industries/亿元/higher/flow/2/500/21000
hi-tech-share/高新技术产业增加值占规上工业比重/Hi-tech share of industrial added value/%/higher/share/1/250/820
hi-tech-investment-growth/高新技术产业投资增速/Growth of hi-tech investment/%/higher/growth/1/30/350
strategic-share/战略性新兴产业增加值占比/Strategic industries' share of added value/%/higher/share/1/80/450
new-product-rate/规上工业新产品产值率/Share of new products in industrial output/%/higher/share/1/180/520
industrial-output/规上工业总产值/Output of large industrial firms/亿元/higher/flow/2/6000/150000
industrial-added-value/规上工业增加值/Added value of large industrial firms/亿元/higher/flow/2/1500/36000
labour-productivity/全员劳动生产率/Labour productivity/万元/人/higher/ratio/1/100/420
patents/发明专利授权量/Invention patents granted/件/higher/flow/0/20/900
patents-a-head/每万人发明专利拥有量/Invention patents for each ten thousand people/件/higher/ratio/1/20/420
patent-applications/发明专利申请量/Invention patent applications/件/higher/flow/0/60/2400
pct-patents/PCT国际专利申请量/PCT applications/件/higher/flow/0/1/60
rd-personnel/R&D人员全时当量/R&D personnel in full-time equivalents/人年/higher/stock/0/300/9500
rd-personnel-a-head/每万名就业人员中R&D人员/R&D personnel for each ten thousand employed/人年/万人/higher/ratio/1/150/1600
talents/人才资源总量/Stock of talent/万人/higher/stock/2/200/1800
leading-talents/引进领军人才/Leading talents introduced/名/higher/flow/0/1/40
graduates/新增高校毕业生/Graduates newly attracted/人/higher/flow/0/300/9000
skilled-workers/高技能人才/Skilled workers/万人/higher/stock/2/60/700
experts/引进外国专家/Foreign experts introduced/人次/higher/flow/0/2/90
teams/创新团队/Innovation teams/支/higher/stock/0/2/40
tech-transactions/技术交易额/Technology transactions/亿元/higher/flow/2/50/3600
transferred-results/转化科技成果/Results transferred/项/higher/flow/0/10/300
provincial-projects/省级科技项目/Provincial science projects/项/higher/flow/0/2/60
national-projects/国家级科技项目/National science projects/项/higher/flow/0/0/12
science-spending/财政科技支出/Public spending on science/亿元/higher/flow/2/40/900
science-spending-share/财政科技支出占比/Science's share of public spending/%/higher/share/2/120/780
labs/省级以上重点实验室/Provincial and national laboratories/家/higher/stock/0/0/12
rd-institutes/新型研发机构/New R&D institutions/家/higher/stock/0/1/18
enterprise-institutes/省级企业研究院/Provincial enterprise institutes/家/higher/stock/0/3/70
rd-centres/省级高新技术企业研发中心/Provincial hi-tech R&D centres/家/higher/stock/0/5/140
rd-coverage/规上工业企业研发活动覆盖率/Share of large firms with R&D/%/higher/share/1/350/980
maker-spaces/众创空间数/Maker spaces/家/higher/stock/0/1/20
incubators/科技企业孵化器数/Technology business incubators/家/higher/stock/0/1/12
incubator-area/孵化场地面积/Floor space of incubators/万平方米/higher/stock/2/80/2800
academician-stations/院士专家工作站/Academician workstations/家/higher/stock/0/1/30
postdoctoral-stations/博士后工作站/Postdoctoral workstations/家/higher/stock/0/1/30
science-envoys/科技特派员/Science envoys/人次/higher/stock/0/30/800
new-varieties/推广新品种/New varieties extended/个/higher/flow/0/5/120
demonstration-area/示范基地面积/Area of demonstration bases/亩/higher/stock/0/200/12000
science-literacy/公民科学素质比例/Share of scientifically literate citizens/%/higher/share/2/600/2000
digital-added-value/数字经济核心产业增加值/Added value of core digital industries/亿元/higher/flow/2/100/9000
online-sales/网络零售额/Online retail sales/亿元/higher/flow/2/500/40000
listed-firms/上市企业数/Listed companies/家/higher/stock/0/0/24
little-giants/专精特新小巨人企业数/Little giants/家/higher/stock/0/0/30
energy-intensity/单位GDP能耗下降率/Fall of energy use a unit of GDP/%/higher/growth/1/10/220
tax-per-mu/亩均税收/Tax per mu/万元/亩/higher/ratio/1/80/520
innovation-index/科技创新指数/Innovation index/分/higher/ratio/2/6000/16000
investment/总投资/Total investment/亿元//stock/2/30/9000
area/用地面积/Land/亩//stock/0/12/2600
revenue/营业收入/Revenue/亿元/higher/flow/2/40/6000
incubated-firms/入驻企业数/Firms on the premises/家/higher/stock/0/4/320
staff/研发人员数/R&D staff/人/higher/stock/0/6/900
output/年产值/Yearly output/亿元/higher/annual/2/50/8000
`), "\n") {
		list = append(list, parseIndicator(line))
	}
	return list
}()

// parseIndicator splits a line of the table. A unit may hold a slash (万元/人), so both ends are counted from.
func parseIndicator(line string) indicator {
	c := strings.Split(line, "/")
	tail := c[len(c)-5:] // better, measure, decimals, low, high
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			panic(err) // the table is ours
		}
		return n
	}
	return indicator{slug: c[0], zh: c[1], en: c[2], unit: strings.Join(c[3:len(c)-5], "/"), better: tail[0], measure: tail[1], decimals: number(tail[2]), low: number(tail[3]), high: number(tail[4])}
}

// printed is n in units of the last decimal, as plans print it: 250 with two decimals is 2.50.
func printed(n, decimals int) string {
	s := strconv.Itoa(n)
	if decimals == 0 {
		return s
	}
	if short := decimals + 1 - len(s); short > 0 {
		s = strings.Repeat("0", short) + s
	}
	return s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}
