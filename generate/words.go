package generate

import "strings"

// word is a part of a name with its spelling in ids and, where it has one, in English.
type word struct{ zh, slug, en string }

// words reads a table of zh, slug and, where it has one, English.
func words(table string) []word {
	return entries(table, func(p []string) word { return word{p[0], p[1], p[2]} })
}

// entries reads a table: entries with "|" between them, their parts with "/"
// between them. A part at the end that is left out is "".
func entries[T any](table string, read func(parts []string) T) []T {
	var list []T
	for _, entry := range strings.Split(strings.ReplaceAll(table, "\n", ""), "|") {
		list = append(list, read(append(strings.Split(strings.TrimSpace(entry), "/"), "", "")))
	}
	return list
}

// Place names are a character of stemFirst and one of stemSecond: 3,600 of
// them. Spellings are distinct in each list, so ids are as distinct as names.
// None of the counties and cities of the seeds can come out.
var (
	stemFirst = words(`安/an|宝/bao|长/chang|承/cheng|崇/chong|大/da|德/de|定/ding|东/dong|丰/feng|福/fu|高/gao|古/gu|广/guang|桂/gui|海/hai|汉/han|和/he|衡/heng|洪/hong|
华/hua|怀/huai|惠/hui|嘉/jia|江/jiang|金/jin|靖/jing|康/kang|昆/kun|兰/lan|乐/le|丽/li|临/lin|龙/long|泸/lu|明/ming|南/nan|宁/ning|盘/pan|浦/pu|
清/qing|泉/quan|荣/rong|瑞/rui|沙/sha|尚/shang|神/shen|寿/shou|泰/tai|通/tong|望/wang|文/wen|武/wu|西/xi|仙/xian|新/xin|兴/xing|延/yan|永/yong|云/yun`)
	stemSecond = words(`昌/chang|城/cheng|川/chuan|丹/dan|池/chi|都/du|峰/feng|阜/fu|港/gang|谷/gu|关/guan|河/he|湖/hu|化/hua|淮/huai|涧/jian|江/jiang|津/jin|泾/jing|康/kang|
口/kou|乐/le|梁/liang|林/lin|陵/ling|流/liu|龙/long|楼/lou|罗/luo|梅/mei|门/men|南/nan|宁/ning|平/ping|浦/pu|迁/qian|桥/qiao|丘/qiu|泉/quan|沙/sha|
山/shan|霞/xia|塘/tang|亭/ting|屯/tun|湾/wan|温/wen|武/wu|溪/xi|乡/xiang|兴/xing|阳/yang|义/yi|营/ying|源/yuan|州/zhou|庄/zhuang|泽/ze|寨/zhai|岛/dao`)
	// stemMore tells counties apart once the stems are used up. No brand and no industry begins with one.
	stemMore = words(`上/shang|下/xia|左/zuo|右/you|前/qian|后/hou|内/nei|外/wai|里/li|间/jian`)

	brandFirst = words(`宏/hong|鑫/xin|恒/heng|盛/sheng|天/tian|正/zheng|伟/wei|嘉/jia|德/de|华/hua|东/dong|瑞/rui|金/jin|永/yong|昌/chang|博/bo|科/ke|力/li|三/san|万/wan|
百/bai|顺/shun|利/lee|泰/tai|海/hai|凯/kai|奥/ao|佳/ja|飞/fei|星/xing|乔/qiao|双/shuang|光/guang|联/lian|中/zhong|通/tong|美/mei|新/sin|立/ly|环/huan`)
	brandSecond = words(`达/da|盛/sheng|隆/long|泰/tai|丰/feng|源/yuan|诚/cheng|业/ye|创/chuang|信/xin|远/yuen|腾/teng|康/kang|安/an|宇/yu|润/run|捷/jie|特/te|邦/bang|维/wei|
尔/er|纳/na|思/si|拓/tuo|锐/rui|讯/xun|翔/xiang|峰/fung|鹏/peng|升/shen|茂/mao|和/he|汇/hui|格/ge|普/pu|仕/shi|亚/ya|菲/fei|乐/le|辉/huay`)

	townFirst  = words(`城/cheng|青/qing|白/bai|石/shi|大/da|小/xiao|上/shang|双/shuang|马/ma|杨/yang|黄/huang|桃/tao|龙/long|金/jin|梅/mei`)
	townSecond = words(`关/guan|山/shan|溪/xi|桥/qiao|塘/tang|头/tou|坑/keng|田/tian|岭/ling|湾/wan`)
)

// universityTypes and instituteTypes follow a place name.
var universityTypes = words(`大学/university/University|理工大学/university-of-technology/University of Technology|师范大学/normal-university/Normal University|农业大学/agricultural-university/Agricultural University|
医科大学/medical-university/Medical University|工业大学/industrial-university/Polytechnic University|科技大学/science-technology-university/University of Science and Technology|财经大学/finance-university/University of Finance and Economics|
海洋大学/ocean-university/Ocean University|工程学院/engineering-college/Institute of Engineering|职业技术学院/vocational-college/Vocational and Technical College|中医药大学/chinese-medicine-university/University of Chinese Medicine`)

var instituteTypes = words(`农业科学研究院/agricultural-sciences/Academy of Agricultural Sciences|材料研究所/materials/Institute of Materials|机械研究院/machinery/Academy of Machinery|自动化研究所/automation/Institute of Automation|
化工研究院/chemical-engineering/Academy of Chemical Engineering|药物研究所/drug-research/Institute of Drug Research|林业科学研究院/forestry/Academy of Forestry|检验检测研究院/testing/Academy of Testing|光学研究所/optics/Institute of Optics|
计算技术研究所/computing/Institute of Computing Technology|电器科学研究院/electrical/Academy of Electrical Apparatus|海洋研究所/oceanology/Institute of Oceanology|生态环境研究院/environment/Academy of Environmental Sciences|
轻工业研究所/light-industry/Institute of Light Industry|新能源研究院/new-energy/Academy of New Energy`)

// departments are parts of a university that count as institutes of their own.
var departments = words(`模具与成形研究所/forming-institute|先进制造研究院/manufacturing-institute|高分子材料研究所/polymer-institute|智能控制研究所/control-institute|生物工程研究中心/bioengineering-centre|
能源与环境研究院/energy-environment-institute|数据科学研究所/data-science-institute|食品科学研究所/food-science-institute`)

// fields are broad industries, modifiers make narrower ones of them: "智能" and "泵阀" give "智能泵阀".
var fields = words(`泵阀/pumps-valves/Pumps and valves|汽摩配/auto-parts/Vehicle parts|医疗器械/medical-devices/Medical devices|数字经济/digital-economy/Digital economy|新材料/new-materials/New materials|装备制造/equipment/Equipment|
生物医药/biomedicine/Biomedicine|新能源/new-energy/New energy|电子信息/electronic-information/Electronics and information|农产品加工/farm-products/Processing of farm products|文化旅游/culture-tourism/Culture and tourism|机器人/robots/Robots|
塑料制品/plastics/Plastics|印刷包装/printing-packaging/Printing and packaging|鞋服/shoes-clothes/Shoes and clothes|教玩具/educational-toys/Educational toys|不锈钢/stainless-steel/Stainless steel|五金/hardware/Hardware|锁具/locks/Locks|
眼镜/spectacles/Spectacles|缝纫机/sewing-machines/Sewing machines|电机/motors/Electric motors|电气/electrical/Electrical apparatus|光伏/photovoltaics/Photovoltaics|储能/energy-storage/Energy storage|氢能/hydrogen/Hydrogen energy|
集成电路/integrated-circuits/Integrated circuits|传感器/sensors/Sensors|物联网/internet-of-things/Internet of things|云计算/cloud-computing/Cloud computing|人工智能/artificial-intelligence/Artificial intelligence|软件服务/software/Software|
电子商务/e-commerce/Electronic commerce|现代物流/logistics/Logistics|食品饮料/food-drink/Food and drink|茶叶/tea/Tea|食用菌/edible-fungi/Edible fungi|杨梅/bayberry/Bayberries|中药材/medicinal-herbs/Medicinal herbs|油茶/camellia-oil/Camellia oil|
畜牧养殖/livestock/Livestock|水产养殖/aquaculture/Aquaculture|林木加工/wood/Wood processing|竹制品/bamboo/Bamboo products|家具/furniture/Furniture|陶瓷/ceramics/Ceramics|玻璃/glass/Glass|水泥建材/building-materials/Building materials|
纺织/textiles/Textiles|化纤/synthetic-fibres/Synthetic fibres|染料/dyes/Dyes|精细化工/fine-chemicals/Fine chemicals|橡胶/rubber/Rubber|轴承/bearings/Bearings|齿轮/gears/Gears|模具/moulds/Moulds|铸造/casting/Casting|
机床/machine-tools/Machine tools|船舶/ships/Ships|航空零部件/aircraft-parts/Aircraft parts|轨道交通/rail/Rail transport|节能环保/environment/Environmental protection|固废利用/waste-recovery/Recovery of waste|水处理/water-treatment/Water treatment|
体育用品/sports-goods/Sports goods|工艺美术/arts-crafts/Arts and crafts|石雕/stone-carving/Stone carving|青瓷/celadon/Celadon|宝剑/swords/Swords|休闲食品/snacks/Snacks|宠物用品/pet-products/Pet products|健康养生/wellness/Wellness`)

var modifiers = words(`智能/smart/smart|高端/high-end/high-end|绿色/green/green|精密/precision/precision|特种/special/special|数字化/digital/digital|新型/new-type/new-type|环保/eco/eco-friendly|轻量化/lightweight/lightweight|
高性能/high-performance/high-performance|海洋/marine/marine|航天/aerospace/aerospace|微型/micro/micro|工业/industrial/industrial|民用/civil/civil|出口/export/export|定制/custom/made-to-measure|再生/recycled/recycled|功能/functional/functional|
生态/ecological/ecological|节能/energy-saving/energy-saving|柔性/flexible/flexible|医用/medical/medical|农用/farm/farm|车用/vehicle/vehicle|低碳/low-carbon/low-carbon|安全/safety/safety|超细/ultra-fine/ultra-fine`)

// firms end a firm's name.
var firms = []string{"有限公司", "科技有限公司", "股份有限公司", "集团有限公司", "实业有限公司", "智能装备有限公司"}

// bodies are what a county has of departments, with the short form.
var bodies = words(`人民政府/government/县政府|科学技术局/science-technology-bureau/科技局|发展和改革局/development-reform-bureau/发改局|经济和信息化局/economy-informatisation-bureau/经信局|财政局/finance-bureau/财政局|教育局/education-bureau/教育局|
人力资源和社会保障局/human-resources-bureau/人社局|农业农村局/agriculture-bureau/农业农村局|自然资源和规划局/natural-resources-bureau/资规局|商务局/commerce-bureau/商务局|市场监督管理局/market-regulation-bureau/市监局|卫生健康局/health-bureau/卫健局|
文化和广电旅游体育局/culture-tourism-bureau/文旅局|生态环境局/environment-bureau/生态环境局|统计局/statistics-bureau/统计局|税务局/tax-bureau/税务局|金融工作服务中心/finance-office/金融办|大数据发展管理局/data-bureau/大数据局|
投资促进服务中心/investment-office/投促中心|科技创新领导小组/innovation-leading-group/领导小组`)

// titled is a name with the kind and level that go with it.
type titled struct{ zh, slug, kind, level string }

func titles(table string) []titled {
	return entries(table, func(p []string) titled { return titled{p[0], p[1], p[2], p[3]} })
}

// localProgrammes, localDocuments and localEvents follow the name of a county.
var localProgrammes = titles(`科技企业双倍增行动/tech-enterprise-doubling/action/county|人才新政/talent-policy/scheme/county|科技创新基金/innovation-fund/fund/county|科学技术进步奖/science-award/award/county|创新驱动发展战略/innovation-strategy/strategy/|
科技特派员行动/science-envoys/action/county|研发投入补助/rd-subsidy/fund/|企业梯队培育计划/enterprise-ladder/scheme/|数字化改造行动/digital-upgrade/action/|产业链链长制/chain-chief/scheme/|揭榜挂帅计划/open-bidding/scheme/county|
科技贷款贴息/loan-subsidy/fund/|院士专家引领行动/academician-action/action/|亩均论英雄改革/per-mu-reform/action/|专利质量提升行动/patent-quality/action/|创新券制度/innovation-voucher/scheme/|青年人才集聚行动/young-talent/action/|
科普惠民工程/science-popularisation/action/|领军企业称号/leading-firm/title/county|产业基金/industry-fund/fund/county|质量强县战略/quality-strategy/strategy/|专精特新培育行动/specialised-smes/action/`)

var localDocuments = titles(`国民经济和社会发展规划纲要/five-year-outline/plan/county|产业发展规划/industry-plan/plan/county|科技新政若干条/science-measures/policy/|人才新政若干条/talent-measures/policy/|工业高质量发展若干意见/industry-policy/policy/county|
科技奖励办法/award-measure/measure/|创新券管理办法/voucher-measure/measure/|科技创新决定/innovation-decision/decision/county|政府工作报告/government-report/report/county|数字经济行动方案/digital-plan/plan/|
重大项目实施方案/project-plan/plan/|土地利用总体规划/land-plan/plan/county|开发区总体规划/zone-plan/plan/|企业上市扶持办法/listing-measure/measure/`)

var localEvents = titles(`科技创新大会/innovation-conference/conference|产业发展大会/industry-conference/conference|人才创业大赛/startup-competition/competition|科技成果对接会/matching-fair/conference|招商推介会/investment-fair/conference|
科技活动周/science-week/campaign|工业设计大赛/design-competition/competition|院士专家行/academician-visit/campaign|博士团对接活动/doctor-visit/campaign|创新论坛/innovation-forum/other`)

// sharedProgrammes, sharedDocuments and sharedEvents are known to all counties; the first are the most wanted.
var sharedProgrammes = titles(`高新技术企业/high-tech-enterprise/title/national|省科技型中小企业/provincial-tech-sme/title/provincial|创新型县建设/innovative-county/title/national|省级高新技术产业园区/provincial-hi-tech-park/title/provincial|创新驱动发展战略纲领/national-innovation-strategy/strategy/national|
省级企业研究院/provincial-enterprise-institute/title/provincial|重点研发计划/key-rd-programme/scheme/national|专精特新小巨人企业/little-giant/title/national|科技进步奖/progress-award/award/national|众创空间备案/maker-space-record/title/national|
省级孵化器/provincial-incubator/title/provincial|院士工作站认定/academician-workstation/title/provincial|博士后工作站/postdoctoral-workstation/title/national|科技企业双倍增/tech-doubling/action/provincial|万人计划/ten-thousand-talents/scheme/national|领雁计划/lead-goose/scheme/provincial|
隐形冠军企业/hidden-champion/title/provincial|单项冠军企业/single-champion/title/national|农业科技园区/agri-science-park/title/national|省级重点实验室/provincial-laboratory/title/provincial|产业创新服务综合体创建/complex-title/title/provincial|星创天地/star-farm/title/national|
瞪羚企业/gazelle/title/|独角兽企业/unicorn/title/|科技惠民计划/science-benefit/scheme/national|知识产权强县/ip-county/title/national|自然科学基金/science-foundation/fund/national|成果转化引导基金/transfer-fund/fund/provincial|
数字乡村试点/digital-village/title/national|碳达峰行动/carbon-peak/action/national|碳中和战略/carbon-neutrality/strategy/national|科创飞地计划/enclave-scheme/scheme/provincial|山海协作工程/mountain-sea/action/provincial|未来工厂/future-factory/title/provincial|
绿色工厂/green-factory/title/national|智能制造试点/smart-manufacturing/title/national|腾笼换鸟行动/cage-for-bird/action/provincial|凤凰行动/phoenix/action/provincial|雄鹰行动/eagle/action/provincial|雏鹰行动/young-eagle/action/provincial|
科技特派员制度/science-envoy/scheme/national|揭榜挂帅机制/open-bidding/scheme/national|创新联合体培育/innovation-consortium/scheme/provincial|新型研发机构认定/new-rd-institution/title/provincial|技术先进型服务企业/advanced-service-firm/title/national|质量奖/quality-award/award/provincial|
专利奖/patent-award/award/national|乡村振兴战略/rural-revitalisation/strategy/national|共同富裕示范/common-prosperity/strategy/provincial|产业基础再造工程/industrial-base/action/national`)

var sharedDocuments = titles(`科技创新规划/st-plan/plan|中长期科学和技术发展规划纲要/long-term-outline/plan|促进科技成果转化法/transfer-law/law|科学技术进步法/progress-law/law|创新驱动发展若干意见/innovation-opinion/policy|制造业高质量发展意见/manufacturing-opinion/policy|
人才发展规划/talent-plan/plan|高新技术企业认定管理办法/hi-tech-measure/measure|数字经济促进条例/digital-law/law|乡村振兴促进规划/rural-plan/plan|科技体制改革决定/reform-decision/decision|专精特新培育办法/specialised-measure/measure|
产业结构调整目录/industry-catalogue/other|科技评价改革意见/evaluation-opinion/policy|新材料产业规划/materials-plan/plan|生物经济规划/bioeconomy-plan/plan|知识产权强国纲要/ip-outline/plan|碳达峰行动方案/carbon-plan/plan`)

var sharedEvents = titles(`世界青年科学家峰会/young-scientist-summit/conference|全球科技创新大会/global-innovation-conference/conference|创新创业大赛/startup-competition/competition|国际博览会/international-fair/other|全国科技活动周/national-science-week/campaign|
产学研合作大会/partnership-conference/conference|工业设计奖/design-award/competition|数字经济大会/digital-conference/conference`)

// ministries and provincialBodies are bodies above the county.
var ministries = words(`科学技术部/science-technology-ministry|工业和信息化部/industry-ministry|教育部/education-ministry|农业农村部/agriculture-ministry|发展和改革委员会/development-commission|财政部/finance-ministry|人力资源和社会保障部/human-resources-ministry|自然科学基金委员会/science-foundation-committee`)

var provincialBodies = words(`科学技术厅/science-department|经济和信息化厅/economy-department|发展和改革委员会/development-commission|人民政府/government|农业农村厅/agriculture-department`)

// taskVerbs and taskObjects make the names of tasks.
var (
	taskVerbs   = []string{"实施", "推进", "加快", "深化", "完善", "强化", "健全", "拓展"}
	taskObjects = []string{"科技企业梯队培育", "创新平台体系建设", "校地合作研究院建设", "关键技术攻关", "科技成果转移转化", "科技人才引育", "产业链协同创新", "科技金融服务", "农业科技示范", "科技体制改革", "数字化改革应用", "知识产权保护", "区域协同创新", "科学普及"}
)

// outline holds the headings of an invented plan by stage, in the order of its text.
var outline = [stages][]string{
	opening: {""},
	baseline: {"第一章 发展现状与形势 > （一）发展现状 > 1.科技创新实力显著提升", "第一章 发展现状与形势 > （一）发展现状 > 2.创新主体培育成效显著", "第一章 发展现状与形势 > （一）发展现状 > 3.科技创新平台加快建设",
		"第一章 发展现状与形势 > （一）发展现状 > 4.科技人才招引纵深推进", "第一章 发展现状与形势 > （二）发展形势"},
	aims:      {"第二章 总体要求 > （一）指导思想", "第二章 总体要求 > （三）发展目标", "第二章 总体要求 > （三）发展目标 > 专栏1：主要指标"},
	platforms: {"第三章 主要任务 > （一）优化创新空间布局 > 1.建设科创走廊", "第三章 主要任务 > （二）构筑高能级平台体系 > 1.培育新型实验室", "第三章 主要任务 > （二）构筑高能级平台体系 > 2.引进新型研发机构", "第三章 主要任务 > （二）构筑高能级平台体系 > 3.建设产业创新服务综合体", "第三章 主要任务 > （二）构筑高能级平台体系 > 4.完善孵化体系 > 专栏2：孵化平台"},
	firmsPart: {"第三章 主要任务 > （三）培育企业创新主体 > 1.加速培育科技企业", "第三章 主要任务 > （三）培育企业创新主体 > 2.建设企业研发机构", "第三章 主要任务 > （三）培育企业创新主体 > 专栏3：龙头企业名录"},
	trades:    {"第三章 主要任务 > （四）聚焦特色产业 > 1.做强支柱产业", "第三章 主要任务 > （四）聚焦特色产业 > 2.培育新兴产业", "第三章 主要任务 > （四）聚焦特色产业 > 3.布局未来产业", "第三章 主要任务 > （四）聚焦特色产业 > 4.发展现代农业"},
	ventures:  {"第三章 主要任务 > （五）扩大有效投资 > 1.重大项目", "第三章 主要任务 > （五）扩大有效投资 > 专栏4：重大项目建设表"},
	alliances: {"第三章 主要任务 > （六）推动区域协同创新 > 1.深化校地合作", "第三章 主要任务 > （六）推动区域协同创新 > 2.融入科创走廊", "第三章 主要任务 > （六）推动区域协同创新 > 3.建设科创飞地"},
	support:   {"第四章 保障措施 > （一）加强组织领导", "第四章 保障措施 > （二）加大政策支持", "第四章 保障措施 > （三）营造创新氛围"},
	annex:     {"附表1：重点任务分工", "附表2：主要指标"},
}

// Stages of an invented plan.
const (
	opening = iota
	baseline
	aims
	platforms
	firmsPart
	trades
	ventures
	alliances
	support
	annex
	stages
)
