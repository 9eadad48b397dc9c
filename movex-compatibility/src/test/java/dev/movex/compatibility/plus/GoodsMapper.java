package dev.movex.compatibility.plus;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;

interface GoodsMapper extends BaseMapper<Goods> {}
